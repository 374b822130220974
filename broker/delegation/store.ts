import { and, asc, desc, eq, inArray, lt, or, type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import { logEvents } from '../audit/tables.ts';
import type { Context } from '../context.ts';
import { insertInto, update } from '../db/build.ts';
import type { Reader } from '../db/client.ts';
import { gather } from '../db/gather.ts';
import { oneOf } from '../db/one-of.ts';
import { cutOff } from '../identity/not-before.ts';
import { accountConsenters } from '../identity/tables.ts';
import type { EntryId } from '../ids.ts';
import type { SealedReader } from '../seals/sealed-reader.ts';
import type { Seals } from '../seals/seals.ts';
import type { Delegation } from './delegation.ts';
import type { DelegationSession } from './details.ts';
import type { Clocks, State, Status } from './lifecycle.ts';
import { delegationOf } from './row.ts';
import { consents, delegations, reviews } from './tables.ts';

/** The log's word that a delegation is over: an older row that somebody put back does not bring it to life. */
const ENDS = [
  'approval.refused',
  'consent.refused',
  'delegation.denied',
  'delegation.withdrawn',
  'delegation.expired',
  'delegation.completed',
  'delegation.revoked',
];

function endsRead(reader: Reader, ids: readonly string[]) {
  return reader
    .selectDistinct({ delegation: logEvents.delegation })
    .from(logEvents)
    .where(and(oneOf(logEvents.delegation, ids), inArray(logEvents.kind, ENDS)));
}

interface DelegationRows {
  delegation: (typeof delegations.$inferSelect)[];
  reviews: (typeof reviews.$inferSelect)[];
  consents: (typeof consents.$inferSelect)[];
  ends: { delegation: string | null }[];
}

async function select(
  reader: SealedReader,
  where: SQL | undefined,
  now: Date,
  limit: number,
): Promise<Delegation[]> {
  const rows = await reader
    .select()
    .from(delegations)
    .where(where)
    .orderBy(desc(delegations.id))
    .limit(limit);
  if (rows.length === 0) return [];
  const ids = rows.map(({ id }) => id);
  const {
    reviews: reviewed,
    consents: consented,
    ends: ended,
  } = await gather(reader, {
    reviews: reader
      .select()
      .from(reviews)
      .where(oneOf(reviews.delegationId, ids))
      .orderBy(asc(reviews.sequence)),
    consents: reader.select().from(consents).where(oneOf(consents.delegationId, ids)),
    ends: endsRead(reader, ids),
  });
  const reviewsOf = new Map<string, typeof reviewed>();
  for (const review of reviewed)
    reviewsOf.set(review.delegationId, [...(reviewsOf.get(review.delegationId) ?? []), review]);
  const overInLog = new Set(ended.map(({ delegation }) => delegation));
  const consentOf = new Map(consented.map((consent) => [consent.delegationId, consent]));
  return rows.map((row) =>
    delegationOf(
      row,
      {
        reviews: reviewsOf.get(row.id) ?? [],
        consent: consentOf.get(row.id),
        isOverInLog: overInLog.has(row.id),
      },
      now,
      reader.seals,
    ),
  );
}

/** What one delegation is made of, as selects to be gathered with others. */
export function delegationReads(reader: Reader, id: string) {
  return {
    delegation: reader.select().from(delegations).where(eq(delegations.id, id)),
    reviews: reader.select().from(reviews).where(eq(reviews.delegationId, id)).orderBy(asc(reviews.sequence)),
    consents: reader.select().from(consents).where(eq(consents.delegationId, id)),
    ends: endsRead(reader, [id]),
  };
}

export function delegationFrom(found: DelegationRows, now: Date, seals: Seals): Delegation | undefined {
  const [row] = found.delegation;
  return (
    row &&
    delegationOf(
      row,
      { reviews: found.reviews, consent: found.consents[0], isOverInLog: found.ends.length > 0 },
      now,
      seals,
    )
  );
}

export async function findDelegations(
  reader: SealedReader,
  ids: readonly string[],
  now: Date,
): Promise<Map<string, Delegation>> {
  if (ids.length === 0) return new Map();
  const found = await select(reader, oneOf(delegations.id, ids), now, ids.length);
  return new Map(found.map((delegation) => [delegation.id, delegation]));
}

export const ofActor = (id: string): SQL => eq(delegations.actorId, id);

/**
 * Whether a grant, or a session on it, stands on what was cut off since it was granted. A session never begins before
 * its grant, nor a token before its session: what cuts those off has cut this off.
 */
export function grantCutOff(session?: SQLWrapper): SQL {
  const { id, subjectId, actorId, clientId, grantedAt, createdAt } = delegations;
  return cutOff(sql`coalesce(${grantedAt}, ${createdAt})`, {
    delegation: id,
    subject: subjectId,
    actor: actorId,
    client: clientId,
    ...(session === undefined ? {} : { session }),
    accounts: [actorId, subjectId],
  });
}

/** What a customer may see: requests about them, and about every account they may consent for. */
export function ofCustomer(id: string): SQL {
  const account = sql`'account/' || ${accountConsenters.accountId}`;
  const consentable = sql`exists (
    select 1 from ${accountConsenters} where ${accountConsenters.customerId} = ${id}
    and exists (select 1 from jsonb_array_elements(${delegations.requested}) item
      where (item->>'identifier' = ${account}
        or left(item->>'identifier', length(${account}) + 1) = ${account} || '/')
      and exists (select 1 from jsonb_array_elements_text(item->'actions') named
        where split_part(named, ':', 1) = ${accountConsenters.backend})))`;
  return sql`(${delegations.subjectId} = ${id} or ${consentable})`;
}

/** Newest first; `before` is the id of the last one of the page before. */
export function pageOfDelegations(
  reader: SealedReader,
  visible: SQL | undefined,
  page: { statuses?: readonly Status[] | undefined; before?: string | undefined; limit: number },
  now: Date,
): Promise<Delegation[]> {
  const where = and(
    visible,
    page.statuses ? inArray(delegations.status, [...page.statuses]) : undefined,
    page.before ? lt(delegations.id, page.before) : undefined,
  );
  return select(reader, where, now, page.limit);
}

export function overdue(
  reader: SealedReader,
  clock: { sql: SQL<Date>; now(): Date },
  limit: number,
): Promise<Delegation[]> {
  const where = or(
    and(eq(delegations.status, 'pending'), sql`${delegations.decideBy} <= ${clock.sql}`),
    and(
      eq(delegations.status, 'granted'),
      sql`coalesce(${delegations.expiresAt}, ${delegations.startBy}) <= ${clock.sql}`,
    ),
  );
  return select(reader, where, clock.now(), limit);
}

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

/** Of requests that still can be signed, those of which something is to be said. */
export async function remindersDue(
  reader: SealedReader,
  clock: { sql: SQL<Date>; now(): Date },
  limit: number,
): Promise<{ delegation: Delegation; due: Date }[]> {
  const where = and(
    eq(delegations.status, 'pending'),
    sql`${delegations.remindAt} <= ${clock.sql}`,
    sql`${delegations.decideBy} > ${clock.sql}`,
  );
  const rows = await reader
    .select({ id: delegations.id, due: delegations.remindAt })
    .from(delegations)
    .where(where)
    .orderBy(delegations.remindAt)
    .limit(limit);
  const found = await findDelegations(
    reader,
    rows.map(({ id }) => id),
    clock.now(),
  );
  return rows.flatMap(({ id, due }) => {
    const delegation = found.get(id);
    return delegation && due ? [{ delegation, due }] : [];
  });
}

/** Holds once for each instant, and only while nobody has signed meanwhile. */
export function setReminder({ id, changes }: Delegation, due: Date, next: Date | undefined): SQL {
  return update(delegations)
    .set({ remindAt: next ?? null })
    .where(
      and(
        eq(delegations.id, id),
        eq(delegations.status, 'pending'),
        eq(delegations.changes, changes),
        eq(delegations.remindAt, due),
      ),
    )
    .getSQL();
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
