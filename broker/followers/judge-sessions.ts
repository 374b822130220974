import type { SQL } from 'drizzle-orm';
import { and, eq, exists, lt } from 'drizzle-orm';
import { QueryBuilder } from 'drizzle-orm/pg-core';
import { type Write, write } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { changedMeanwhile } from '../delegation/retry-lost-races.ts';
import { endDelegations } from '../delegation/store.ts';
import { delegations } from '../delegation/tables.ts';
import { Refusal } from '../errors.ts';
import { endedEntry } from '../session/closing.ts';
import { lapseSession } from '../session/lapse-sessions.ts';
import type { SessionEnding } from '../session/lifecycle.ts';
import type { Session } from '../session/session.ts';
import { revokedEntry } from '../session/stop-session.ts';
import { closeSessions, notEnded, selectSessions, stampPolicy } from '../session/store.ts';
import { sessions } from '../session/tables.ts';
import { judgeMany } from './judge-many.ts';

const BATCH = 1_000;
/** What one transaction ends: its entries are two for each session. */
const ENDED_AT_ONCE = 250;
const TRIES = 6;

function inChunks<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size));
}

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
  });
}

/** No longer allowed: they end for one reason, and their delegations with them, each with entries of its own. */
async function stop(context: Context, denied: readonly Session[], reason: string): Promise<void> {
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
  const entries = denied.flatMap((session) => [
    endedEntry(session, ending),
    revokedEntry(session.delegation, ending),
  ]);
  await context.record({ writes, entries });
}

async function settle(context: Context, live: readonly Session[]): Promise<void> {
  const judged = await judgeMany(
    context,
    live.map(({ delegation }) => delegation),
    'use',
  );
  const allowed = live.filter((_, i) => judged[i]?.allowed);
  const denied = new Map<string, Session[]>();
  live.forEach((session, i) => {
    const verdict = judged[i];
    if (!verdict || verdict.allowed) return;
    denied.set(verdict.reason, [...(denied.get(verdict.reason) ?? []), session]);
  });
  // Ends come first: what may go on can wait, what may not cannot.
  for (const [reason, those] of denied)
    for (const some of inChunks(those, ENDED_AT_ONCE))
      await together(
        some,
        (these) => stop(context, these, reason),
        (one) => again(context, one),
      );
  await together(
    allowed,
    (these) => stamp(context, these, context.policy.version),
    (one) => again(context, one),
  );
}

/** All at once; where one of them has changed meanwhile, each by itself, so that it keeps no other from its end. */
async function together(
  all: readonly Session[],
  atOnce: (these: readonly Session[]) => Promise<void>,
  each: (one: Session) => Promise<void>,
): Promise<void> {
  try {
    if (all.length > 0) await atOnce(all);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (all.length === 1) throw error;
    for (const one of all) await each(one);
  }
}

/** One that has changed while it was judged is looked at again. */
async function again(context: Context, session: Session): Promise<void> {
  for (let tried = 1; ; tried++) {
    try {
      return await page(context, eq(sessions.id, session.id)).then(() => undefined);
    } catch (error) {
      if (!(error instanceof Refusal) || tried >= TRIES) throw error;
    }
  }
}

/** Answers the oldest session it has judged, or undefined when there was none. */
async function page(context: Context, where: SQL | undefined): Promise<Session | undefined> {
  const found = await selectSessions(context.reader, and(notEnded, where), context.clock.now(), BATCH);
  const live = found.filter(({ state }) => state.status === 'live');
  await settle(context, live);
  for (const session of found) {
    if (session.state.status !== 'ended') continue;
    await lapseSession(context, session).catch((error: unknown) => {
      if (!(error instanceof Refusal)) throw error;
    });
  }
  return found.at(-1);
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
  for (let last: Session | undefined, before: SQL | undefined; ; before = lt(sessions.id, last.id)) {
    last = await page(context, and(on, before));
    if (last === undefined) return;
  }
}
