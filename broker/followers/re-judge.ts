import { and, inArray } from 'drizzle-orm';
import { type Context, contextFor, type Services } from '../context.ts';
import { Refusal } from '../errors.ts';
import { findActivation } from '../governance/active-policy.ts';
import { newRequestId } from '../http/request-id.ts';
import type { Ender } from '../session/lifecycle.ts';
import { stopSession } from '../session/stop-session.ts';
import { notEnded, selectSessions } from '../session/store.ts';
import { sessions } from '../session/tables.ts';
import { affected, concerns, type Leaf, leavesOf } from './affected.ts';
import type { Follower } from './follow.ts';
import { judgeGrants } from './judge-grants.ts';
import { judgeSessions } from './judge-sessions.ts';

/** A start that slipped in beside a sign-out: whoever is no longer signed in is in no session. */
async function endSignedOut(context: Context, leaves: readonly Leaf[]): Promise<void> {
  const ended = leaves.flatMap(({ type, target, facts }) =>
    type === 'sign_in.ended' && target && facts?.by !== 'newer_sign_in' ? [target] : [],
  );
  if (ended.length === 0) return;
  const where = and(notEnded, inArray(sessions.signInId, ended));
  for (const session of await selectSessions(context.reader, where, context.clock.now())) {
    if (session.state.status === 'ended') continue;
    const by: Ender = { kind: 'agent', id: session.actorId };
    await stopSession(context, session, by, 'Signed out.').catch((error: unknown) => {
      if (!(error instanceof Refusal)) throw error;
    });
  }
}

/**
 * Judges again what is in use and what waits to be used, when something it stands on may have changed: at a sign-in, a
 * shut-out, another directory, an activation. `refresh` loads the version that has become active.
 */
export function reJudge(services: Services, refresh: () => Promise<void> = async () => undefined): Follower {
  return {
    name: 're-judge',
    react: async (entries) => {
      const leaves = leavesOf(entries);
      await endSignedOut(contextFor(services, { requestId: newRequestId() }), leaves);
      if (!leaves.some(concerns)) return;
      const active = await findActivation(services.database.handle);
      const which = affected(leaves, active?.version);
      if (which === 'none') return;
      if (active && active.version !== services.policy().version) await refresh();
      const context = contextFor(services, { requestId: newRequestId() });
      if (active && active.version !== context.policy.version)
        throw new Error('Another policy version is active than could be loaded; judging again shortly.');
      await judgeSessions(context, which);
      await judgeGrants(context, which);
    },
    handle: async () => undefined,
  };
}
