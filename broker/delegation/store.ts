import { and, asc, desc, eq, inArray, lt, or, type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import { insertInto, update } from '../db/build.ts';
import type { Reader } from '../db/client.ts';
import { oneOf } from '../db/one-of.ts';
import { cutOff } from '../identity/not-before.ts';
import { accountConsenters } from '../identity/tables.ts';
import type { EntryId } from '../ids.ts';
import type { Delegation } from './delegation.ts';
import type { DelegationSession } from './details.ts';
import type { State, Status } from './lifecycle.ts';
import { delegationOf } from './row.ts';
import { consents, delegations, reviews } from './tables.ts';

interface DelegationRows {
  delegation: (typeof delegations.$inferSelect)[];
  reviews: (typeof reviews.$inferSelect)[];
  consents: (typeof consents.$inferSelect)[];
}

async function select(
  reader: Reader,
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
  const [reviewed, consented] = await Promise.all([
    reader.select().from(reviews).where(oneOf(reviews.delegationId, ids)).orderBy(asc(reviews.sequence)),
    reader.select().from(consents).where(oneOf(consents.delegationId, ids)),
  ]);
  const reviewsOf = new Map<string, typeof reviewed>();
  for (const review of reviewed)
    reviewsOf.set(review.delegationId, [...(reviewsOf.get(review.delegationId) ?? []), review]);
  const consentOf = new Map(consented.map((consent) => [consent.delegationId, consent]));
  return rows.map((row) =>
    delegationOf(row, { reviews: reviewsOf.get(row.id) ?? [], consent: consentOf.get(row.id) }, now),
  );
}

/** What one delegation is made of, as selects to be gathered with others. */
export function delegationReads(reader: Reader, id: string) {
  return {
    delegation: reader.select().from(delegations).where(eq(delegations.id, id)),
    reviews: reader.select().from(reviews).where(eq(reviews.delegationId, id)).orderBy(asc(reviews.sequence)),
    consents: reader.select().from(consents).where(eq(consents.delegationId, id)),
  };
}

export function delegationFrom(found: DelegationRows, now: Date): Delegation | undefined {
  const [row] = found.delegation;
  return row && delegationOf(row, { reviews: found.reviews, consent: found.consents[0] }, now);
}

export async function findDelegations(
  reader: Reader,
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
  reader: Reader,
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
  reader: Reader,
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

export function insertDelegation(
  delegation: Delegation,
  more: { behindPerson?: string | undefined; remindAt?: Date | undefined } = {},
): SQL {
  return insertInto(delegations)
    .values({
      id: delegation.id,
      clientId: delegation.clientId,
      actorId: delegation.actor.id,
      actorPerson: delegation.actor.person ?? null,
      behindPerson: more.behindPerson ?? null,
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
      decideBy: delegation.clocks.decideBy,
      notBefore: delegation.askedNotBefore ?? null,
      startWithinSeconds: delegation.clocks.startWithinSeconds,
      remindAt: more.remindAt ?? null,
      grantEntryId: delegation.grantEntry ?? null,
      ...stateColumns(delegation.state),
    })
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
    startNotBefore?: Date | undefined;
    remindAt?: Date | null | undefined;
    onlyIf?: SQL;
  },
  clockSql: SQL<Date>,
): SQL {
  return update(delegations)
    .set({
      ...stateColumns(to.state),
      ...(to.effective ? { effective: to.effective } : {}),
      ...(to.grantEntry ? { grantEntryId: to.grantEntry } : {}),
      ...(to.startNotBefore ? { startNotBefore: to.startNotBefore } : {}),
      ...(to.remindAt === undefined ? {} : { remindAt: to.remindAt }),
      changes: delegation.changes + 1,
    })
    .where(
      and(
        eq(delegations.id, delegation.id),
        eq(delegations.status, delegation.state.status),
        eq(delegations.changes, delegation.changes),
        notLapsed(delegation.state.status, clockSql),
        to.onlyIf,
      ),
    )
    .getSQL();
}

/** The same end for many at once, each under the same condition as alone. */
export function endDelegations(ended: readonly Delegation[], state: State, clockSql: SQL<Date>): SQL {
  const read = JSON.stringify(ended.map(({ id, changes }) => [id, changes]));
  return update(delegations)
    .set({ ...stateColumns(state), changes: sql`${delegations.changes} + 1` })
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
  reader: Reader,
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
    .set({ ...stateColumns(to), changes: sql`${delegations.changes} + 1` })
    .where(and(eq(delegations.id, id), eq(delegations.status, from), due))
    .getSQL();
}
