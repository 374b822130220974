import { and, eq, isNull, or, type SQL, sql } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { Refusal } from '../errors.ts';
import type { Judged } from '../policy/decide-parts.ts';
import type { Actor } from '../policy/question.ts';
import type { Reason } from '../policy/verdict.ts';
import { delegations, postReviews } from './tables.ts';

/** Counted from the end, or from the latest moment at which it could still have begun. */
export const reviewDueAt: SQL<Date> = sql<Date>`coalesce(${delegations.endedAt}, ${delegations.expiresAt}, ${delegations.startBy}) + make_interval(secs => ${postReviews.withinSeconds})`;

const reason: Reason = {
  id: 'guard:review-overdue',
  text: 'Your last emergency has not been reviewed in time. Until the reviewers have looked at it you cannot open another one.',
};

export interface Responder {
  id: string;
  person?: string | undefined;
}

/** Whoever's emergency nobody has reviewed in time: by the person, whatever account it was. */
async function hasOverdueReview(context: Context, { id, person }: Responder): Promise<boolean> {
  const theirs = or(
    eq(delegations.actorId, id),
    person === undefined ? undefined : eq(delegations.actorPerson, person),
  );
  const [found] = await context.reader
    .select({ id: postReviews.delegationId })
    .from(postReviews)
    .innerJoin(delegations, eq(delegations.id, postReviews.delegationId))
    .where(
      and(
        isNull(postReviews.verdict),
        eq(delegations.emergency, true),
        theirs,
        sql`${reviewDueAt} <= ${context.clock.sql}`,
      ),
    )
    .limit(1);
  return found !== undefined;
}

/** Policy's verdict on an emergency, and a no whatever it says while a review is overdue. */
export async function unlessReviewOverdue(
  context: Context,
  actor: Actor,
  emergency: boolean,
  verdict: Judged,
): Promise<Judged> {
  if (!emergency || !(await hasOverdueReview(context, actor))) return verdict;
  const reasons = verdict.decision === 'deny' ? [...verdict.reasons, reason] : [reason];
  const internal = [...verdict.internal, reason];
  return { ...verdict, decision: 'deny', reasons, internal, said: verdict };
}

export async function refuseWhileReviewOverdue(context: Context, responder: Responder): Promise<void> {
  if (!(await hasOverdueReview(context, responder))) return;
  throw new Refusal('policy_denied', reason.text, { status: 403, detail: reason.id });
}
