import { and, eq, type SQL, sql } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { insertInto, update } from '../db/build.ts';
import type { EntryId } from '../ids.ts';
import type { Seals } from '../seals/seals.ts';
import type { Delegation } from './delegation.ts';
import type { DelegationSession } from './details.ts';
import type { Clocks, State, Status } from './lifecycle.ts';
import { delegations } from './tables.ts';

/** All that makes the row, but when to remind of it: what is sealed is what is written. */
function rowOf(delegation: Delegation) {
  const { askedNotBefore, clocks } = delegation;
  const isLater = clocks.notBefore && clocks.notBefore.getTime() !== askedNotBefore?.getTime();
  return {
    id: delegation.id,
    revision: delegation.revision,
    changes: delegation.changes,
    clientId: delegation.clientId,
    actorId: delegation.actor.id,
    actorPerson: delegation.actor.person ?? null,
    behindPerson: delegation.behindPerson ?? null,
    extendsId: delegation.extends ?? null,
    offer: delegation.offer ? { ...delegation.offer, at: delegation.offer.at.toISOString() } : null,
    actorRoles: [...delegation.actor.roles],
    subjectId: delegation.subjectId,
    requested: delegation.requested,
    effective: delegation.effective,
    justification: delegation.justification,
    emergency: delegation.emergency,
    declaration: delegation.declaration ?? null,
    obligations: delegation.obligations,
    policyVersion: delegation.policyVersion,
    detailsHash: delegation.detailsHash,
    createdAt: delegation.createdAt,
    decideBy: clocks.decideBy,
    notBefore: askedNotBefore ?? null,
    startNotBefore: (isLater && clocks.notBefore) || null,
    startWithinSeconds: clocks.startWithinSeconds,
    grantEntryId: delegation.grantEntry ?? null,
    ...stateColumns(delegation.state),
  };
}

/** What has ended opens nothing and needs no seal: a stop never waits for one, and leaves none behind. */
function sealed(delegation: Delegation, seals: Seals): string | null {
  const { status } = delegation.state;
  return status === 'pending' || status === 'granted' ? seals.of('delegations', rowOf(delegation)) : null;
}

export function insertDelegation(delegation: Delegation, seals: Seals, remindAt?: Date): SQL {
  return insertInto(delegations)
    .values({ ...rowOf(delegation), remindAt: remindAt ?? null, seal: sealed(delegation, seals) })
    .getSQL();
}

function stateColumns(state: State) {
  switch (state.status) {
    case 'pending':
      return { status: state.status };
    case 'granted':
      return {
        status: state.status,
        grantedAt: state.grantedAt,
        startBy: state.startBy,
        expiresAt: state.expiresAt ?? null,
      };
    case 'denied':
    case 'withdrawn':
    case 'expired':
    case 'completed':
    case 'revoked':
      return {
        status: state.status,
        endedAt: state.endedAt,
        endedKind: state.endedBy.kind,
        endedById: 'id' in state.endedBy ? state.endedBy.id : null,
        endedReason: state.reason ?? null,
      };
  }
}

/**
 * The one conditional write of every decision: holds only while nothing has changed since `delegation` was read
 * and, by the database's clock, nothing has lapsed.
 */
export function moveDelegation(
  delegation: Delegation,
  to: {
    state: State;
    effective?: DelegationSession[];
    grantEntry?: EntryId | undefined;
    clocks?: Clocks;
    remindAt?: Date | null | undefined;
    onlyIf?: SQL;
  },
  { clock, seals }: Pick<Context, 'clock' | 'seals'>,
): SQL {
  const moved: Delegation = {
    ...delegation,
    state: to.state,
    ...(to.effective ? { effective: to.effective } : {}),
    ...(to.grantEntry ? { grantEntry: to.grantEntry } : {}),
    ...(to.clocks ? { clocks: to.clocks } : {}),
    changes: delegation.changes + 1,
  };
  return update(delegations)
    .set({
      ...stateColumns(to.state),
      effective: moved.effective,
      grantEntryId: moved.grantEntry ?? null,
      startNotBefore: rowOf(moved).startNotBefore,
      ...(to.remindAt === undefined ? {} : { remindAt: to.remindAt }),
      changes: moved.changes,
      seal: sealed(moved, seals),
    })
    .where(
      and(
        eq(delegations.id, delegation.id),
        eq(delegations.status, delegation.state.status),
        eq(delegations.changes, delegation.changes),
        notLapsed(delegation.state.status, clock.sql),
        to.onlyIf,
      ),
    )
    .getSQL();
}

/** The same end for many at once, each under the same condition as alone. */
export function endDelegations(ended: readonly Delegation[], state: State, clockSql: SQL<Date>): SQL {
  const read = JSON.stringify(ended.map(({ id, changes }) => [id, changes]));
  return update(delegations)
    .set({ ...stateColumns(state), changes: sql`${delegations.changes} + 1`, seal: null })
    .where(
      and(
        eq(delegations.status, 'granted'),
        notLapsed('granted', clockSql),
        sql`(${delegations.id}, ${delegations.changes}) in
          (select one->>0, (one->>1)::int from jsonb_array_elements(${read}::text::jsonb) one)`,
      ),
    )
    .getSQL();
}

function notLapsed(status: Status, clockSql: SQL<Date>): SQL | undefined {
  if (status === 'pending') return sql`${delegations.decideBy} > ${clockSql}`;
  if (status === 'granted')
    return sql`coalesce(${delegations.expiresAt}, ${delegations.startBy}) > ${clockSql}`;
  return undefined;
}

/** Writes down an expiry; holds only when, by the database's clock, it is due. */
export function lapseDelegation(
  id: string,
  from: 'pending' | 'granted',
  to: State,
  clockSql: SQL<Date>,
): SQL {
  const due =
    from === 'pending'
      ? sql`${delegations.decideBy} <= ${clockSql}`
      : sql`coalesce(${delegations.expiresAt}, ${delegations.startBy}) <= ${clockSql}`;
  return update(delegations)
    .set({ ...stateColumns(to), changes: sql`${delegations.changes} + 1`, seal: null })
    .where(and(eq(delegations.id, id), eq(delegations.status, from), due))
    .getSQL();
}
