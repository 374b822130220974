import { and, asc, desc, eq, inArray, lt, type SQL } from 'drizzle-orm';
import { logEvents } from '../audit/tables.ts';
import type { Reader } from '../db/client.ts';
import { gather } from '../db/gather.ts';
import { oneOf } from '../db/one-of.ts';
import type { SealedReader } from '../seals/sealed-reader.ts';
import type { Seals } from '../seals/seals.ts';
import type { Delegation } from './delegation.ts';
import type { Status } from './lifecycle.ts';
import { delegationOf } from './row.ts';
import { consents, delegations, reviews } from './tables.ts';

/** The log's word that a delegation is over: an older row that somebody put back does not bring it to life. */
export const DELEGATION_ENDS = [
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
    .where(and(oneOf(logEvents.delegation, ids), inArray(logEvents.kind, DELEGATION_ENDS)));
}

interface DelegationRows {
  delegation: (typeof delegations.$inferSelect)[];
  reviews: (typeof reviews.$inferSelect)[];
  consents: (typeof consents.$inferSelect)[];
  ends: { delegation: string | null }[];
}

export async function selectDelegations(
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
  const found = await selectDelegations(reader, oneOf(delegations.id, ids), now, ids.length);
  return new Map(found.map((delegation) => [delegation.id, delegation]));
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
  return selectDelegations(reader, where, now, page.limit);
}
