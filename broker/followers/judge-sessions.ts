import type { SQL } from 'drizzle-orm';
import { and, desc, eq, exists, lt } from 'drizzle-orm';
import { QueryBuilder } from 'drizzle-orm/pg-core';
import { type Write, write } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { oneOf } from '../db/one-of.ts';
import { decisionOn } from '../decisions/decision.ts';
import { recordingDecisions } from '../decisions/store.ts';
import { changedMeanwhile } from '../delegation/retry-lost-races.ts';
import { delegations } from '../delegation/tables.ts';
import { endDelegations } from '../delegation/writes.ts';
import { Refusal } from '../errors.ts';
import type { Judged } from '../policy/decide-parts.ts';
import { endedEntry } from '../session/closing.ts';
import { lapseSession } from '../session/lapse-sessions.ts';
import type { SessionEnding } from '../session/lifecycle.ts';
import type { Session } from '../session/session.ts';
import { revokedEntry } from '../session/stop-session.ts';
import { closeSessions, notEnded, selectSessions, stampPolicy } from '../session/store.ts';
import { sessions } from '../session/tables.ts';
import { judgeMany } from './judge-many.ts';

const BATCH = 1_000;
/** What one transaction stamps or ends. While the database works on one, the next is judged. */
const AT_ONCE = 250;
const TRIES = 6;

/** Still allowed: their tokens count under the version that has just judged them. One entry names them all. */
async function stamp(context: Context, allowed: readonly Session[], policyVersion: string): Promise<void> {
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
 * No longer allowed: they end for one reason, and their delegations with them, each with entries of its own and with
 * what policy was asked.
 */
async function stop(
  context: Context,
  denied: readonly Session[],
  reason: string,
  verdictOn: (session: Session) => Judged | undefined,
): Promise<void> {
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
  const recorded = decisions.size === 0 ? [] : [recordingDecisions([...decisions.values()])];
  await context.record({ writes: [...writes, ...recorded], entries, atOnce: true });
}

async function settle(context: Context, live: readonly Session[]): Promise<void> {
  const judged = await judgeMany(
    context,
    live.map(({ delegation }) => delegation),
    'use',
  );
  const standing = new Map(live.map((session, i) => [session.id, judged[i]]));
  const allowed = live.filter(({ id }) => standing.get(id)?.allowed);
  const denied = new Map<string, Session[]>();
  for (const session of live) {
    const { allowed, reason } = standing.get(session.id) ?? { allowed: true, reason: '' };
    if (!allowed) denied.set(reason, [...(denied.get(reason) ?? []), session]);
  }
  // Ends come first: what may go on can wait, what may not cannot.
  for (const [reason, those] of denied)
    await together(context, those, (these) =>
      stop(context, these, reason, ({ id }) => standing.get(id)?.denied),
    );
  await together(context, allowed, (these) => stamp(context, these, context.policy.version));
}

/** All at once; where one of them has changed meanwhile, each half by itself, so that it keeps no other from its end. */
async function together(
  context: Context,
  all: readonly Session[],
  atOnce: (these: readonly Session[]) => Promise<void>,
): Promise<void> {
  if (all.length === 0) return;
  try {
    await atOnce(all);
  } catch (error) {
    if (!(error instanceof Refusal) || all.length === 1) throw error;
    const middle = Math.ceil(all.length / 2);
    for (const half of [all.slice(0, middle), all.slice(middle)]) {
      const [one] = half;
      if (half.length === 1 && one) await again(context, one);
      else await together(context, half, atOnce);
    }
  }
}

/** One that has changed while it was judged is looked at again. */
async function again(context: Context, session: Session): Promise<void> {
  for (let tried = 1; ; tried++) {
    try {
      return await judge(context, [session.id]);
    } catch (error) {
      if (!(error instanceof Refusal) || tried >= TRIES) throw error;
    }
  }
}

async function judge(context: Context, ids: readonly string[]): Promise<void> {
  const where = and(notEnded, oneOf(sessions.id, ids));
  const found = await selectSessions(context.reader, where, context.clock.now(), ids.length);
  await settle(
    context,
    found.filter(({ state }) => state.status === 'live'),
  );
  for (const session of found) {
    if (session.state.status !== 'ended') continue;
    await lapseSession(context, session).catch((error: unknown) => {
      if (!(error instanceof Refusal)) throw error;
    });
  }
}

/** Side by side; whatever fails is told once nothing of it goes on any more. */
async function judgeAll(context: Context, ids: readonly string[]): Promise<void> {
  const parts = Array.from({ length: Math.ceil(ids.length / AT_ONCE) }, (_, i) =>
    ids.slice(i * AT_ONCE, (i + 1) * AT_ONCE),
  );
  const outcomes = await Promise.allSettled(parts.map((part) => judge(context, part)));
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
}

/** Judges the live sessions on these delegations again; undefined: all of them. */
export async function judgeSessions(context: Context, which: SQL | undefined): Promise<void> {
  const on =
    which &&
    exists(
      new QueryBuilder()
        .select({ id: delegations.id })
        .from(delegations)
        .where(and(eq(delegations.id, sessions.delegationId), which)),
    );
  for (let before: SQL | undefined; ; ) {
    const found = await context.reader
      .select({ id: sessions.id })
      .from(sessions)
      .where(and(notEnded, on, before))
      .orderBy(desc(sessions.id))
      .limit(BATCH);
    const last = found.at(-1);
    if (!last) return;
    await judgeAll(
      context,
      found.map(({ id }) => id),
    );
    before = lt(sessions.id, last.id);
  }
}
