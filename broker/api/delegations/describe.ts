import { inArray } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import type { Delegation } from '../../delegation/delegation.ts';
import { describeDelegations } from '../../delegation/describe.ts';
import { postReviews } from '../../delegation/tables.ts';
import { endOf } from '../../governance/reviews/post-review.ts';
import { selectSessions } from '../../session/store.ts';
import { sessions } from '../../session/tables.ts';
import { type SessionView, sessionViews } from '../sessions/view.ts';
import { type DelegationView, delegationView } from './view.ts';

async function sessionsOf(context: Context, delegations: readonly Delegation[]): Promise<SessionView[]> {
  if (delegations.length === 0) return [];
  const where = inArray(
    sessions.delegationId,
    delegations.map(({ id }) => id),
  );
  return sessionViews(context, await selectSessions(context.reader, where, context.clock.now()));
}

/** Until when somebody has to look at it afterwards, where somebody has to. */
async function reviewsDue(context: Context, delegations: readonly Delegation[]): Promise<Map<string, Date>> {
  const ids = delegations.filter(({ grantEntry }) => grantEntry !== undefined).map(({ id }) => id);
  if (ids.length === 0) return new Map();
  const rows = await context.reader
    .select({ id: postReviews.delegationId, within: postReviews.withinSeconds })
    .from(postReviews)
    .where(inArray(postReviews.delegationId, ids));
  return new Map(
    rows.flatMap(({ id, within }) => {
      const one = delegations.find((each) => each.id === id);
      return one ? [[id, new Date(endOf(one).getTime() + within * 1000)] as const] : [];
    }),
  );
}

export async function viewsOf(
  context: Context,
  delegations: readonly Delegation[],
): Promise<DelegationView[]> {
  const [all, due] = await Promise.all([sessionsOf(context, delegations), reviewsDue(context, delegations)]);
  return (await describeDelegations(context, delegations)).map((described) =>
    delegationView(
      described,
      all.filter(({ delegation }) => delegation === described.delegation.id),
      due.get(described.delegation.id),
    ),
  );
}

export async function viewOf(context: Context, delegation: Delegation): Promise<DelegationView> {
  const [view] = await viewsOf(context, [delegation]);
  if (!view) throw new Error(`${delegation.id} was not described.`);
  return view;
}
