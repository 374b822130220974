import { setImmediate } from 'node:timers/promises';
import type { SQL } from 'drizzle-orm';
import { and, eq, exists, lt, ne } from 'drizzle-orm';
import { QueryBuilder } from 'drizzle-orm/pg-core';
import type { Context } from '../context.ts';
import { oneOf } from '../db/one-of.ts';
import type { Decision } from '../decisions/decision.ts';
import { recordingDecisions } from '../decisions/store.ts';
import { delegations } from '../delegation/tables.ts';
import { Refusal } from '../errors.ts';
import { lapseSession } from '../session/lapse-sessions.ts';
import type { Session } from '../session/session.ts';
import { notEnded, selectSessions } from '../session/store.ts';
import { sessions } from '../session/tables.ts';
import { judgeMany } from './judge-many.ts';
import { type KnownGrants, readAnew } from './known-grants.ts';
import { stamp, stop } from './settle-sessions.ts';

/**
 * How many are looked at together, and how many of them one transaction stamps or ends: while the database works on some,
 * the next are put together.
 */
const SIZES = { page: 1_000, part: 200 };
const TRIES = 6;

interface Judging extends Context {
  known: KnownGrants;
  /** What policy was asked of those that have ended. */
  decisions: Decision[];
  sizes: typeof SIZES;
  /** What kept some of them from being judged; the others are. */
  failures: unknown[];
  isAgain?: boolean;
}

const judgingBy = (context: Context, known: KnownGrants, sizes = SIZES): Judging => ({
  ...context,
  policy: context.policy.forMany(),
  known,
  sizes,
  decisions: [],
  failures: [],
});

async function settle(judging: Judging, live: readonly Session[]): Promise<void> {
  const judged = await judgeMany(
    judging,
    live.map(({ delegation }) => delegation),
    'use',
    judging.known.directory(judging),
  );
  const standing = new Map(live.map((session, i) => [session.id, judged[i]]));
  const allowed = live.filter(({ id }) => standing.get(id)?.allowed);
  const denied = new Map<string, Session[]>();
  for (const session of live) {
    const { allowed, reason } = standing.get(session.id) ?? { allowed: true, reason: '' };
    if (allowed) continue;
    const alike = denied.get(reason);
    if (alike) alike.push(session);
    else denied.set(reason, [session]);
  }
  const ends = [...denied].flatMap(([reason, those]) => {
    const deny = async (these: readonly Session[]) => {
      judging.decisions.push(...(await stop(judging, these, reason, ({ id }) => standing.get(id)?.denied)));
    };
    return parts(those, judging.sizes.part).map((part) => () => together(judging, part, deny));
  });
  const stamps = parts(allowed, judging.sizes.part).map(
    (part) => () => together(judging, part, (these) => stamp(judging, these)),
  );
  // Ends come first: what may go on can wait, what may not cannot.
  await sideBySide(judging, [...ends, ...stamps]);
}

const parts = (all: readonly Session[], size: number): (readonly Session[])[] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size));

/** Connections that this may take from others. */
const SIDE_BY_SIDE = 5;

/** Each has gone out before the next is put together, and what fails keeps none of them back. */
async function sideBySide({ failures }: Judging, tasks: readonly (() => Promise<void>)[]): Promise<void> {
  const going = new Set<Promise<void>>();
  for (const task of tasks) {
    if (going.size === SIDE_BY_SIDE) await Promise.race(going);
    const one: Promise<void> = task()
      .catch((error: unknown) => void failures.push(error))
      .finally(() => going.delete(one));
    going.add(one);
    await setImmediate();
  }
  await Promise.all(going);
}

/** All at once; where one of them has changed meanwhile, each half by itself, so that it keeps no other from its end. */
async function together(
  judging: Judging,
  all: readonly Session[],
  atOnce: (these: readonly Session[]) => Promise<void>,
): Promise<void> {
  const [one] = all;
  if (!one) return;
  try {
    await atOnce(all);
  } catch (error) {
    if (!(error instanceof Refusal) || (all.length === 1 && judging.isAgain)) throw error;
    if (all.length === 1) return again(judging, one);
    const middle = Math.ceil(all.length / 2);
    for (const half of [all.slice(0, middle), all.slice(middle)]) await together(judging, half, atOnce);
  }
}

/** One that has changed while it was judged is looked at again. */
async function again(judging: Judging, session: Session): Promise<void> {
  for (let tried = 1; ; tried++) {
    const once: Judging = { ...judging, known: readAnew, failures: [], isAgain: true };
    await judge(once, eq(sessions.id, session.id), 1);
    const [failure] = once.failures;
    if (failure === undefined) return;
    if (!(failure instanceof Refusal) || tried >= TRIES) throw failure;
  }
}

/** Answers what it found. */
async function judge(judging: Judging, where: SQL | undefined, limit: number): Promise<readonly Session[]> {
  const open = and(notEnded, where);
  const found = await selectSessions(judging.reader, open, judging.clock.now(), limit, (of) =>
    judging.known.grants(judging, of),
  );
  await settle(
    judging,
    found.filter(({ state }) => state.status === 'live'),
  );
  for (const session of found) {
    if (session.state.status !== 'ended') continue;
    await lapseSession(judging, session).catch((error: unknown) => {
      if (!(error instanceof Refusal)) throw error;
    });
  }
  return found;
}

/** These alone; what policy was asked is not written down. */
export async function judgeThese(
  context: Context,
  ids: readonly string[],
  known: KnownGrants,
): Promise<void> {
  const judging = judgingBy(context, known);
  await judge(judging, oneOf(sessions.id, ids), ids.length);
  if (judging.failures.length > 0) throw judging.failures[0];
}

/**
 * What ended them, so that it can be explained and asked again. Nothing waits for it, and it opens nothing: only after
 * everything has ended is there time to write it down.
 */
async function explain({ burn, decisions, sizes }: Judging): Promise<void> {
  while (decisions.length > 0) await burn(recordingDecisions(decisions.splice(0, sizes.part)).statement);
}

/** Those on these delegations. */
export const onGrants = (which: SQL): SQL =>
  exists(
    new QueryBuilder()
      .select({ id: delegations.id })
      .from(delegations)
      .where(and(eq(delegations.id, sessions.delegationId), which)),
  );

/** Those that another version judged last. */
export const judgedByOther = (version: string): SQL => ne(sessions.policyVersion, version);

/**
 * Judges live sessions again; undefined: all of them. What fails is told once all the others are judged. `settled` hears
 * of every page before its decisions are written down.
 */
export async function judgeSessions(
  context: Context,
  which: SQL | undefined,
  known: KnownGrants = readAnew,
  { sizes = SIZES, settled = () => undefined }: { sizes?: typeof SIZES; settled?: () => void } = {},
): Promise<void> {
  const judging = judgingBy(context, known, sizes);
  await known.listen(context);
  for (let before: SQL | undefined; ; ) {
    const found = await judge(judging, and(which, before), sizes.page).finally(() => {
      settled();
      return explain(judging);
    });
    const last = found.at(-1);
    if (!last) break;
    before = lt(sessions.id, last.id);
  }
  if (judging.failures.length > 0) throw judging.failures[0];
}
