import { asc, eq, gt, sql } from 'drizzle-orm';
import type { Logger } from 'pino';
import { holdLease } from '../audit/lease.ts';
import { logEntries, logIndex } from '../audit/tables.ts';
import { insertInto } from '../db/build.ts';
import type { Database, Run } from '../db/client.ts';
import { leased } from './leased.ts';
import { type Loop, startLoop } from './loop.ts';
import { followerCursors } from './tables.ts';

export interface LoggedEntry {
  index: number;
  entryId: string;
  leaf: string;
}

/**
 * What reacts reads the log in its order. Writes go through `run` and are committed with the cursor; whatever
 * else it does may be done again after a crash, so it must be fit to be done twice.
 */
export interface Follower {
  name: string;
  /** What it does before it looks at the log: whatever it was told of sooner than the log could. */
  ahead?(): Promise<void>;
  /** What it does through verbs with a record of their own: before the cursor moves, so perhaps twice. */
  react?(entries: readonly LoggedEntry[]): Promise<void>;
  handle(entries: readonly LoggedEntry[], run: Run): Promise<void>;
}

const BATCH = 200;
/** Without a hint. The embedded database has one owner, so there every hint is heard. */
const POLL_MS = { postgres: 250, pglite: 1_000 };

async function cursorOf(database: Database, name: string): Promise<number> {
  const [row] = await database.handle.select().from(followerCursors).where(eq(followerCursors.name, name));
  return row?.index ?? -1;
}

function entriesAfter(database: Database, index: number): Promise<LoggedEntry[]> {
  return database.handle
    .select({ index: logIndex.index, entryId: logIndex.entryId, leaf: logEntries.leaf })
    .from(logIndex)
    .innerJoin(logEntries, eq(logEntries.id, logIndex.entryId))
    .where(gt(logIndex.index, index))
    .orderBy(asc(logIndex.index))
    .limit(BATCH);
}

export function startFollower(
  { database, node, log }: { database: Database; node: string; log: Logger },
  follower: Follower,
  advanced: () => void = () => undefined,
): Loop {
  const { name } = follower;
  const lease = leased(database, `follower:${name}`, node);

  async function round(): Promise<boolean> {
    const held = await lease.hold();
    if (!held) return false;
    await follower.ahead?.();
    const entries = await entriesAfter(database, await cursorOf(database, name));
    const last = entries.at(-1);
    if (!last) return false;
    await follower.react?.(entries);
    const done = await database.transaction(async (run) => {
      if (!(await holdLease(run, held))) return false;
      await follower.handle(entries, run);
      await run(
        insertInto(followerCursors)
          .values({ name, index: last.index })
          .onConflictDoUpdate({ target: followerCursors.name, set: { index: sql`excluded.index` } }),
      );
      return true;
    });
    if (!done) lease.lost();
    else advanced();
    return done && entries.length === BATCH;
  }

  return startLoop({ name, everyMs: POLL_MS[database.driver], round, ended: () => lease.giveUp() }, log);
}
