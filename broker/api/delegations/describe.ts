import { inArray } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import type { Delegation } from '../../delegation/delegation.ts';
import { describeDelegations } from '../../delegation/describe.ts';
import { eligibleNow } from '../../delegation/eligible-now.ts';
import { postReviews } from '../../delegation/tables.ts';
import { extensionsOf } from '../../delegation/visible.ts';
import { endOf } from '../../governance/reviews/post-review.ts';
import type { Principal } from '../../identity/principal.ts';
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
      { reviewBy: due.get(described.delegation.id) },
    ),
  );
}

/** With `reader`, also who could sign it now. */
export async function viewOf(
  context: Context,
  delegation: Delegation,
  reader?: Principal,
): Promise<DelegationView> {
  const [[described], sessions, due] = await Promise.all([
    describeDelegations(context, [delegation]),
    sessionsOf(context, [delegation]),
    reviewsDue(context, [delegation]),
  ]);
  if (!described) throw new Error(`${delegation.id} was not described.`);
  const reviewBy = due.get(delegation.id);
  if (!reader) return delegationView(described, sessions, { reviewBy });
  const extendedBy = (await extensionsOf(context, delegation.id)).map(({ id, state }) => ({
    id,
    status: state.status,
  }));
  if (reader.domain === 'customer') return delegationView(described, sessions, { extendedBy, reviewBy });
  const eligible = await eligibleNow(context, described);
  return delegationView(described, sessions, { eligible, reader: reader.domain, extendedBy, reviewBy });
}
