import { type Write, write } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { type Decision, decisionOn } from '../decisions/decision.ts';
import { changedMeanwhile } from '../delegation/retry-lost-races.ts';
import { endDelegations } from '../delegation/writes.ts';
import type { Judged } from '../policy/decide-parts.ts';
import { endedEntry } from '../session/closing.ts';
import type { SessionEnding } from '../session/lifecycle.ts';
import type { Session } from '../session/session.ts';
import { revokedEntry } from '../session/stop-session.ts';
import { closeSessions, stampPolicy } from '../session/writes.ts';

/** Still allowed: their tokens count under the version that has just judged them. One entry names them all. */
export async function stamp(context: Context, allowed: readonly Session[]): Promise<void> {
  const { version: policyVersion } = context.policy;
  const older = allowed.filter((session) => session.policyVersion !== policyVersion);
  if (older.length === 0) return;
  const ids = older.map(({ id }) => id);
  await context.record({
    writes: [
      write(stampPolicy(older, policyVersion, context), {
        rows: ids.length,
        otherwise: changedMeanwhile(),
      }),
    ],
    entries: [
      {
        type: 'policy.rejudged',
        policyVersion,
        facts: { decision: 'allow', sessions: ids.length },
        detail: { sessions: ids },
      },
    ],
    atOnce: true,
  });
}

/**
 * No longer allowed: they end for one reason, and their delegations with them, each with entries of its own. Answers
 * what policy was asked: the entries name it by its hash, and it is written down once everything has ended.
 */
export async function stop(
  context: Context,
  denied: readonly Session[],
  reason: string,
  verdictOn: (session: Session) => Judged | undefined,
): Promise<Decision[]> {
  const endedAt = context.clock.now();
  const endedBy = { kind: 'policy' } as const;
  const ending: SessionEnding = { endedAt, endedBy, reason };
  const grants = denied.map(({ delegation }) => delegation);
  const ids = denied.map(({ id }) => id);
  const otherwise = changedMeanwhile();
  const [grant] = grants;
  if (grant?.state.status !== 'granted') throw otherwise;
  const { grantedAt, startBy, expiresAt } = grant.state;
  const granted = { grantedAt, startBy, ...(expiresAt ? { expiresAt } : {}) };
  const writes: Write[] = [
    write(endDelegations(grants, { status: 'revoked', ...ending, endedBy, granted }, context.clock.sql), {
      rows: grants.length,
      otherwise,
    }),
    write(closeSessions(ids, endedAt, endedBy, reason), { rows: ids.length, otherwise }),
  ];
  const decisions = new Map(
    denied.flatMap((session) => {
      const verdict = verdictOn(session);
      const about = { delegation: session.delegation.id, session: session.id };
      return verdict ? [[session.id, decisionOn(context, verdict, about)] as const] : [];
    }),
  );
  const entries = denied.flatMap((session) => {
    const question = decisions.get(session.id)?.questionHash;
    return [
      { ...endedEntry(session, ending), ...(question === undefined ? {} : { hashes: { question } }) },
      revokedEntry(session.delegation, ending),
    ];
  });
  await context.record({ writes, entries, atOnce: true });
  return [...decisions.values()];
}
