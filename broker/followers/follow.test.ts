import { asc, sql } from 'drizzle-orm';
import pino from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { recordOn } from '#broker/audit/record.ts';
import { startSequencer } from '#broker/audit/sequencer.ts';
import { logEvents } from '#broker/audit/tables.ts';
import type { Database } from '#broker/db/client.ts';
import { openTestDatabase } from '#test/database.ts';
import { type Follower, type LoggedEntry, startFollower } from './follow.ts';
import { projectEvents } from './project-events.ts';
import { followerCursors } from './tables.ts';

let database: Database;
let sequencer: ReturnType<typeof startSequencer>;
const log = pino({ level: 'silent' });
let told = 0;

beforeAll(async () => {
  database = await openTestDatabase();
  sequencer = startSequencer(database, 'test', log, () => undefined);
});
afterAll(async () => {
  await sequencer.stop();
  await database.close();
});

async function happens(count: number): Promise<void> {
  const record = recordOn(
    database,
    { requestId: 'req-1', node: 'test' },
    () => new Date(),
    () => sequencer.wake(),
  );
  for (let i = 0; i < count; i++)
    await record({ writes: [], entries: [{ type: 'test.counted', facts: { number: told++ } }] });
}

/** Keeps what it was given, and can be made to fail as if the broker had died in the midst of its work. */
function collecting(name: string) {
  const seen: LoggedEntry[] = [];
  const follower: Follower & { dies: boolean } = {
    name,
    dies: false,
    handle: async (entries, run) => {
      await run(sql`select 1`);
      if (follower.dies) throw new Error('died');
      seen.push(...entries);
    },
  };
  return { follower, seen };
}

const start = (follower: Follower, node = 'a') => startFollower({ database, node, log }, follower);

it('gets every entry once and in order, over a stop and a new start', async () => {
  const { follower, seen } = collecting('resuming');
  await happens(5);
  const first = start(follower);
  await expect.poll(() => seen.length, { timeout: 20_000 }).toBe(told);
  await first.stop();
  await happens(5);
  const second = start(follower, 'b');
  await expect.poll(() => seen.length, { timeout: 20_000 }).toBe(told);
  await second.stop();
  expect(seen.map(({ index }) => index)).toEqual(seen.map((_, i) => i));
});

it('loses nothing to a failure: what was not committed comes again', async () => {
  const { follower, seen } = collecting('failing');
  follower.dies = true;
  const loop = start(follower);
  await happens(3);
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(seen).toEqual([]);
  follower.dies = false;
  loop.wake();
  await expect.poll(() => seen.length, { timeout: 20_000 }).toBe(told);
  await loop.stop();
});

it('is one of all brokers', async () => {
  const one = collecting('shared');
  const other = collecting('shared');
  const loops = [start(one.follower, 'a'), start(other.follower, 'b')];
  await happens(3);
  await expect.poll(() => one.seen.length + other.seen.length, { timeout: 20_000 }).toBe(told);
  await Promise.all(loops.map((loop) => loop.stop()));
  const indexes = [...one.seen, ...other.seen].map(({ index }) => index);
  expect(new Set(indexes).size).toBe(told);
});

it('projects what streams and searches ask by, and does it again without harm', async () => {
  const loop = start(projectEvents);
  await expect.poll(() => database.handle.$count(logEvents), { timeout: 20_000 }).toBe(told);
  await loop.stop();
  await database.run(sql`delete from ${followerCursors} where name = ${projectEvents.name}`);
  const again = start(projectEvents, 'b');
  await happens(1);
  await expect.poll(() => database.handle.$count(logEvents), { timeout: 20_000 }).toBe(told);
  await again.stop();
  const rows = await database.handle.select().from(logEvents).orderBy(asc(logEvents.index));
  expect(rows.map(({ index }) => index)).toEqual(rows.map((_, i) => i));
  expect(rows[0]).toMatchObject({ kind: 'test.counted', outcome: 'done', actor: null });
});
