import { inArray } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import type { Delegation } from '../../delegation/delegation.ts';
import { describeDelegations } from '../../delegation/describe.ts';
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

export async function viewsOf(
  context: Context,
  delegations: readonly Delegation[],
): Promise<DelegationView[]> {
  const all = await sessionsOf(context, delegations);
  return (await describeDelegations(context, delegations)).map((described) =>
    delegationView(
      described,
      all.filter(({ delegation }) => delegation === described.delegation.id),
    ),
  );
}

export async function viewOf(context: Context, delegation: Delegation): Promise<DelegationView> {
  const [view] = await viewsOf(context, [delegation]);
  if (!view) throw new Error(`${delegation.id} was not described.`);
  return view;
}
