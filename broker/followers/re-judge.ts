import { and, eq, exists, inArray, lt, or, type SQL } from 'drizzle-orm';
import { QueryBuilder } from 'drizzle-orm/pg-core';
import { z } from 'zod';
import { write } from '../audit/record.ts';
import { type Context, contextFor, type Services } from '../context.ts';
import { judgeGrant } from '../delegation/judge-grant.ts';
import { reviews } from '../delegation/tables.ts';
import { Refusal } from '../errors.ts';
import { findActivation } from '../governance/active-policy.ts';
import { newRequestId } from '../http/request-id.ts';
import { actorNow } from '../oauth/delegated/still-carried.ts';
import { lapseSession } from '../session/lapse-sessions.ts';
import type { Ender } from '../session/lifecycle.ts';
import type { Session } from '../session/session.ts';
import { stopSession } from '../session/stop-session.ts';
import { findSession, notEnded, selectSessions, stampPolicy } from '../session/store.ts';
import { sessions } from '../session/tables.ts';
import type { Follower, LoggedEntry } from './follow.ts';

const leafShape = z.object({
  type: z.string(),
  outcome: z.enum(['done', 'refused']),
  actor: z.string().optional(),
  target: z.string().optional(),
  facts: z.object({ by: z.string().optional() }).loose().optional(),
});
type Leaf = z.infer<typeof leafShape>;

/** Their target is another than it was: other groups, or shut out. */
const CHANGED = new Set(['person.groups_changed', 'person.disabled', 'client.disabled']);
/** Anybody's standing may be another. */
const CHANGED_FOR_ALL = new Set(['policy.activated', 'directory.imported']);

function leavesOf(entries: readonly LoggedEntry[]): Leaf[] {
  return entries
    .map(({ leaf }) => leafShape.parse(JSON.parse(leaf)))
    .filter(({ outcome }) => outcome === 'done');
}

/** Sessions that one of these acts in or carries, is the subject of, or has approved. */
function touching(people: readonly string[]): SQL | undefined {
  const approved = new QueryBuilder()
    .select({ id: reviews.id })
    .from(reviews)
    .where(and(eq(reviews.delegationId, sessions.delegationId), inArray(reviews.signerId, [...people])));
  return or(
    inArray(sessions.actorId, [...people]),
    inArray(sessions.clientId, [...people]),
    inArray(sessions.subjectId, [...people]),
    exists(approved),
  );
}

/** Undefined: every session. */
function affected(leaves: readonly Leaf[]): SQL | undefined | 'none' {
  if (leaves.some(({ type }) => CHANGED_FOR_ALL.has(type))) return undefined;
  const changed = leaves.flatMap(({ type, target }) => (CHANGED.has(type) && target ? [target] : []));
  return changed.length === 0 ? 'none' : touching([...new Set(changed)]);
}

/** Still allowed: its tokens count under the version that has just judged it. Otherwise it ends, and its delegation with it. */
async function judge(context: Context, session: Session): Promise<void> {
  if (session.state.status === 'ended') return lapseSession(context, session);
  const actor = await actorNow(context, session);
  const verdict = actor && (await judgeGrant(context, session.delegation, { stage: 'use', actor }));
  if (verdict?.decision !== 'allow') {
    const reason = verdict?.reasons.map(({ text }) => text).join(' ') ?? 'The actor is shut out.';
    await stopSession(context, session, { kind: 'policy' }, reason);
    return;
  }
  if (verdict.policyVersion === session.policyVersion) return;
  await context.record({
    writes: [
      write(stampPolicy(session, verdict.policyVersion, context), {
        rows: 1,
        otherwise: new Refusal('session_ended', 'The session ended meanwhile.'),
      }),
    ],
    entries: [
      {
        type: 'policy.rejudged',
        subject: session.subjectId,
        delegation: session.delegation.id,
        session: session.id,
        policyVersion: verdict.policyVersion,
        hashes: { previous: session.policyVersion },
        facts: { decision: 'allow' },
      },
    ],
  });
}

/** One that fails must not keep the others from being judged; what changed meanwhile is looked at again. */
async function judgeUntilSettled(context: Context, session: Session): Promise<void> {
  for (let looked: Session | undefined = session; looked; ) {
    try {
      return await judge(context, looked);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      looked = await findSession(context.reader, looked.id, context.clock.now());
      if (looked?.state.status === 'ended') return;
    }
  }
}

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

/** Judges live sessions again when something they stand on may have changed, at a sign-in, a shut-out or an activation. */
export function reJudge(services: Services): Follower {
  return {
    name: 're-judge',
    react: async (entries) => {
      const leaves = leavesOf(entries);
      const context = contextFor(services, { requestId: newRequestId() });
      await endSignedOut(context, leaves);
      const which = affected(leaves);
      if (which === 'none') return;
      const active = await findActivation(context.reader);
      if (active && active.version !== context.policy.version)
        throw new Error(
          'Another policy version is active than this process has loaded; judging again shortly.',
        );
      let before: SQL | undefined;
      for (;;) {
        const where = and(notEnded, which, before);
        const live = await selectSessions(context.reader, where, context.clock.now());
        const last = live.at(-1);
        if (last === undefined) return;
        for (const session of live) await judgeUntilSettled(context, session);
        before = lt(sessions.id, last.id);
      }
    },
    handle: async () => undefined,
  };
}
