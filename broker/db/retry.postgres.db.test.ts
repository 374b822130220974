import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { openTestDatabase } from '#test/database.ts';
import type { Database, Run } from './client.ts';
import { sqlState } from './retry.ts';
import { databaseIsUnavailable } from './unavailable.ts';

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.run(sql`delete from leases`);
  await database.run(
    sql`insert into leases (name, holder, fence, expires_at) values ('one', '', 0, now()), ('two', '', 0, now())`,
  );
});

const add = (run: Run, name: string) => run(sql`update leases set fence = fence + 1 where name = ${name}`);
const fences = async () =>
  (await database.run(sql`select fence from leases order by name`)).rows.map(({ fence }) => Number(fence));

/** Resolves for everybody once that many have come; whoever comes later does not wait. */
function meeting(of: number): () => Promise<void> {
  let come = 0;
  let all: () => void;
  const met = new Promise<void>((resolve) => {
    all = resolve;
  });
  return () => {
    come += 1;
    if (come >= of) all();
    return met;
  };
}

it('of two that deadlock (40P01) the one that is ended runs again: both are done, once', async () => {
  const states: unknown[] = [];
  const met = meeting(2);
  const both = (first: string, second: string) =>
    database.transaction(async (run) => {
      await add(run, first);
      await met();
      await add(run, second).catch((error: unknown) => {
        states.push(sqlState(error));
        throw error;
      });
    });
  await Promise.all([both('one', 'two'), both('two', 'one')]);
  expect(states).toEqual(['40P01']);
  expect(await fences()).toEqual([2, 2]);
});

for (const level of ['repeatable read', 'serializable'])
  it(`of ten that cannot be put in order (40001, ${level}) each runs until it is done, once`, async () => {
    const states: unknown[] = [];
    const met = meeting(10);
    const one = () =>
      database.transaction(async (run) => {
        await run(sql.raw(`set transaction isolation level ${level}`));
        const { rows } = await run(sql`select fence from leases where name = 'one'`);
        await met();
        const next = Number(rows[0]?.fence) + 1;
        await run(sql`update leases set fence = ${next} where name = 'one'`).catch((error: unknown) => {
          states.push(sqlState(error));
          throw error;
        });
      });
    await Promise.all(Array.from({ length: 10 }, one));
    expect(new Set(states)).toEqual(new Set(['40001']));
    expect(await fences()).toEqual([10, 0]);
  });

it('a conflict that never ends is given up, changes nothing, and counts as a database that cannot commit', async () => {
  let tried = 0;
  const fault = await database
    .transaction(async (run) => {
      tried += 1;
      await run(sql`set transaction isolation level repeatable read`);
      await run(sql`select 1 from leases`);
      await add(database.run, 'one');
      await add(run, 'one');
      await add(run, 'two');
    })
    .catch((error: unknown) => error);
  expect(tried).toBeGreaterThan(5);
  expect(sqlState(fault)).toBe('40001');
  expect(databaseIsUnavailable(fault)).toBe(true);
  expect(await fences()).toEqual([tried, 0]);
});

it('what is no conflict is not tried again', async () => {
  let tried = 0;
  const broken = database.transaction(async (run) => {
    tried += 1;
    await add(run, 'one');
    await run(sql`insert into leases (name, holder, fence, expires_at) values ('two', '', 0, now())`);
  });
  expect(sqlState(await broken.catch((error: unknown) => error))).toBe('23505');
  expect(tried).toBe(1);
  expect(await fences()).toEqual([0, 0]);
});
