import { and, asc, desc, eq, inArray, isNotNull, isNull, lt, type SQL, sql } from 'drizzle-orm';
import { insertInto, update } from '../../db/build.ts';
import { reviewDueAt } from '../../delegation/overdue-review.ts';
import { findDelegations } from '../../delegation/store.ts';
import { delegations, postReviews } from '../../delegation/tables.ts';
import type { SealedReader } from '../../seals/sealed-reader.ts';
import type { Signature } from '../../signing/statement.ts';
import { endOf, type Finding, type PostReview, reviewStateOf, type Verdict } from './post-review.ts';
import { reviewFindings } from './tables.ts';

type Clock = { sql: SQL<Date>; now(): Date };

export interface ReviewSearch {
  status?: 'open' | 'overdue' | 'decided' | undefined;
  emergency?: boolean | undefined;
  before?: string | undefined;
  limit: number;
}

function inStatus(status: ReviewSearch['status'], clock: Clock): SQL | undefined {
  if (status === undefined) return undefined;
  if (status === 'decided') return isNotNull(postReviews.verdict);
  const overdue = sql`${reviewDueAt} <= ${clock.sql}`;
  return and(isNull(postReviews.verdict), status === 'overdue' ? overdue : undefined);
}

async function select(
  reader: SealedReader,
  where: SQL | undefined,
  clock: Clock,
  limit: number,
): Promise<PostReview[]> {
  const rows = await reader
    .select({ review: postReviews })
    .from(postReviews)
    .innerJoin(delegations, eq(delegations.id, postReviews.delegationId))
    .where(where)
    .orderBy(desc(postReviews.delegationId))
    .limit(limit);
  if (rows.length === 0) return [];
  const ids = rows.map(({ review }) => review.delegationId);
  const now = clock.now();
  const [found, findings] = await Promise.all([
    findDelegations(reader, ids, now),
    reader
      .select()
      .from(reviewFindings)
      .where(inArray(reviewFindings.delegationId, ids))
      .orderBy(asc(reviewFindings.signedAt), asc(reviewFindings.id)),
  ]);
  return rows.map(({ review }) => {
    const delegation = found.get(review.delegationId);
    if (!delegation) throw new Error(`${review.delegationId} is reviewed and not there.`);
    const dueAt = new Date(endOf(delegation).getTime() + review.withinSeconds * 1000);
    const { verdict, decidedAt } = review;
    return {
      delegation,
      openedAt: review.openedAt,
      dueAt,
      needed: review.needed,
      changes: review.changes,
      findings: findings.filter(({ delegationId }) => delegationId === delegation.id),
      state: reviewStateOf(delegation, verdict && decidedAt ? { verdict, decidedAt } : undefined, dueAt, now),
    };
  });
}

export async function findReview(
  reader: SealedReader,
  id: string,
  clock: Clock,
): Promise<PostReview | undefined> {
  return (await select(reader, eq(postReviews.delegationId, id), clock, 1))[0];
}

/** Newest first; `before` is the id of the last one of the page before. */
export function pageOfReviews(
  reader: SealedReader,
  search: ReviewSearch,
  clock: Clock,
): Promise<PostReview[]> {
  const { status, emergency, before, limit } = search;
  const where = and(
    inStatus(status, clock),
    emergency === undefined ? undefined : eq(delegations.emergency, emergency),
    before ? lt(postReviews.delegationId, before) : undefined,
  );
  return select(reader, where, clock, limit);
}

export function overdueUntold(reader: SealedReader, clock: Clock, limit: number): Promise<PostReview[]> {
  const where = and(inStatus('overdue', clock), isNull(postReviews.overdueAlertedAt));
  return select(reader, where, clock, limit);
}

/** Holds only while nothing has changed since `review` was read. */
export function moveReview(review: PostReview, to: { verdict: Verdict; decidedAt: Date } | undefined): SQL {
  return update(postReviews)
    .set({ ...to, changes: review.changes + 1 })
    .where(
      and(
        eq(postReviews.delegationId, review.delegation.id),
        eq(postReviews.changes, review.changes),
        isNull(postReviews.verdict),
      ),
    )
    .getSQL();
}

/** Holds once, and only while, by the database's clock, it is overdue. */
export function markOverdue(id: string, clock: Clock): SQL {
  const due = sql`exists (select 1 from ${delegations}
    where ${delegations.id} = ${postReviews.delegationId} and ${reviewDueAt} <= ${clock.sql})`;
  return update(postReviews)
    .set({ overdueAlertedAt: clock.sql })
    .where(
      and(
        eq(postReviews.delegationId, id),
        isNull(postReviews.verdict),
        isNull(postReviews.overdueAlertedAt),
        due,
      ),
    )
    .getSQL();
}

export function insertFinding(delegationId: string, finding: Finding, signature: Signature): SQL {
  return insertInto(reviewFindings)
    .values({ ...finding, ...signature, delegationId })
    .getSQL();
}
