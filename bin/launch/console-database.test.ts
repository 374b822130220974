import postgres from 'postgres';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { freePort } from '#test/free-port.ts';
import { type ConsoleDatabase, serve } from './console-database.ts';

let database: ConsoleDatabase;

beforeAll(async () => {
  database = await serve(undefined, await freePort());
  const sql = postgres(database.url, { max: 1 });
  await sql`create table counters (id int primary key, value int not null)`;
  await sql`insert into counters select n, 0 from generate_series(1, 8) n`;
  await sql.end();
});

afterAll(() => database.close());

it('connections that ask at the same time each get their own answer', async () => {
  const clients = Array.from({ length: 6 }, () => postgres(database.url, { max: 2 }));
  const answers = await Promise.all(
    Array.from({ length: 300 }, async (_, n) => {
      const sql = clients[n % clients.length];
      if (!sql) throw new Error('no client');
      const [row] = await sql<{ n: number }[]>`select ${n}::int as n, pg_sleep(0)`;
      return row?.n;
    }),
  );
  expect(answers).toEqual(Array.from({ length: 300 }, (_, n) => n));
  await Promise.all(clients.map((sql) => sql.end()));
});

it('transactions of several processes do not mix', async () => {
  const clients = Array.from({ length: 4 }, () => postgres(database.url, { max: 1 }));
  await Promise.all(
    clients.flatMap((sql) =>
      Array.from({ length: 10 }, () =>
        sql.begin(async (tx) => {
          const [row] = await tx<{ value: number }[]>`select value from counters where id = 1 for update`;
          await tx`update counters set value = ${(row?.value ?? 0) + 1} where id = 1`;
        }),
      ),
    ),
  );
  const sql = postgres(database.url, { max: 1 });
  const [row] = await sql<{ value: number }[]>`select value from counters where id = 1`;
  expect(row?.value).toBe(40);
  await sql.end();
  await Promise.all(clients.map((sql) => sql.end()));
});

it('a connection that dies inside a transaction leaves nothing and blocks nobody', async () => {
  const dying = postgres(database.url, { max: 1 });
  const open = dying.begin(async (tx) => {
    await tx`update counters set value = 99 where id = 2`;
    await dying.end({ timeout: 0 });
  });
  await open.catch(() => {});
  const sql = postgres(database.url, { max: 1 });
  const [row] = await sql<{ value: number }[]>`select value from counters where id = 2`;
  expect(row?.value).toBe(0);
  await sql.end();
});

it('an error in one connection is that connection’s alone', async () => {
  const [one, two] = [postgres(database.url, { max: 1 }), postgres(database.url, { max: 1 })];
  const [bad, good] = await Promise.allSettled([one`select 1 / 0`, two`select 1 as n`]);
  expect(bad.status).toBe('rejected');
  expect(good.status).toBe('fulfilled');
  await Promise.all([one.end(), two.end()]);
});
