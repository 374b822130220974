import { and, desc, inArray } from 'drizzle-orm';
import type { Entry } from '../audit/event.ts';
import { type Context, contextFor, type Services } from '../context.ts';
import { Refusal } from '../errors.ts';
import { findActivation, type PolicyHolder } from '../governance/active-policy.ts';
import { newRequestId } from '../http/request-id.ts';
import type { Ender } from '../session/lifecycle.ts';
import { stopSession } from '../session/stop-session.ts';
import { notEnded, selectSessions } from '../session/store.ts';
import { sessions } from '../session/tables.ts';
import { affected, concerns, type Leaf, leavesOf } from './affected.ts';
import type { Follower } from './follow.ts';
import { judgeGrants } from './judge-grants.ts';
import { judgedByOther, judgeSessions, onGrants } from './judge-sessions.ts';
import { foresee, remembering } from './known-grants.ts';
import { rehearsing } from './rehearse.ts';

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

export interface ReJudge extends Follower {
  /** Word of an activation: by the log it would be known only once the log has an order. */
  activated(): void;
  /** While a version is proposed, reads what its activation would have to read, and rehearses it: it waits for neither. */
  foresee(): Promise<void>;
}

/** Of the versions there are, as this process holds them. */
type Versions = Pick<PolicyHolder, 'refresh' | 'proposed'>;
const onlyOne: Versions = { refresh: async () => undefined, proposed: () => undefined };

/** Beyond these, an activation reads what it judges. */
const MOST_FORESEEN = 10_000;

/**
 * Judges again what is in use and what waits to be used, when something it stands on may have changed: at a sign-in, a
 * shut-out, another directory, an activation.
 */
export function reJudge(services: Services, versions = onlyOne): ReJudge {
  const known = remembering();
  const rehearsals = rehearsing(services);
  let activations = 0;
  let judged = 0;

  /** A context that judges by the active version. */
  async function activeContext(from = services): Promise<Context> {
    const active = await findActivation(services.database.handle);
    if (active && active.version !== services.policy().version) await versions.refresh();
    const context = contextFor(from, { requestId: newRequestId() });
    if (active && active.version !== context.policy.version)
      throw new Error('Another policy version is active than could be loaded; judging again shortly.');
    return context;
  }

  return {
    name: 're-judge',
    activated: () => {
      activations += 1;
    },
    foresee: async () => {
      const before = activations;
      const policy = versions.proposed();
      if (!policy) return known.forget();
      const { reader, clock } = contextFor(services, { requestId: newRequestId() });
      const live = await reader
        .select({ id: sessions.id, grant: sessions.delegationId })
        .from(sessions)
        .where(notEnded)
        .orderBy(desc(sessions.id))
        .limit(MOST_FORESEEN);
      await foresee(
        { reader, clock },
        known,
        live.map(({ grant }) => grant),
      );
      const ids = live.map(({ id }) => id);
      const isOver = () => activations !== before || versions.proposed() !== policy;
      await rehearsals.next({ policy, known, ids }, isOver);
    },
    ahead: async () => {
      if (judged === activations) return;
      judged = activations;
      // Whoever follows the log has the same work with all at once, and does not take turns with those that still live.
      const ended: Entry[] = [];
      const context = await activeContext({
        ...services,
        wake: (entries = []) => void ended.push(...entries),
      });
      const settled = () => services.wake(ended.splice(0));
      await judgeSessions(context, judgedByOther(context.policy.version), known, { settled });
    },
    react: async (entries) => {
      const leaves = leavesOf(entries);
      await endSignedOut(contextFor(services, { requestId: newRequestId() }), leaves);
      if (!leaves.some(concerns)) return;
      const context = await activeContext();
      const which = affected(leaves, context.policy.version);
      if (which === 'none') return;
      await judgeSessions(context, which && onGrants(which));
      await judgeGrants(context, which);
    },
    handle: async () => undefined,
  };
}
