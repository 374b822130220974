import { inArray } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import type { Delegation } from '../../delegation/delegation.ts';
import { describeDelegations } from '../../delegation/describe.ts';
import { eligibleNow } from '../../delegation/eligible-now.ts';
import { extensionsOf } from '../../delegation/visible.ts';
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

/** With `reader`, also who could sign it now. */
export async function viewOf(
  context: Context,
  delegation: Delegation,
  reader?: Principal,
): Promise<DelegationView> {
  const [[described], sessions] = await Promise.all([
    describeDelegations(context, [delegation]),
    sessionsOf(context, [delegation]),
  ]);
  if (!described) throw new Error(`${delegation.id} was not described.`);
  if (!reader) return delegationView(described, sessions);
  const extendedBy = (await extensionsOf(context, delegation.id)).map(({ id, state }) => ({
    id,
    status: state.status,
  }));
  if (reader.domain === 'customer') return delegationView(described, sessions, { extendedBy });
  const told = { eligible: await eligibleNow(context, described), reader: reader.domain, extendedBy };
  return delegationView(described, sessions, told);
}
