import { randomBytes } from 'node:crypto';
import { sql } from 'drizzle-orm';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { startSequencer } from '#broker/audit/sequencer.ts';
import { logDetails, logEntries, logIndex } from '#broker/audit/tables.ts';
import { createdOn } from '#test/database.ts';
import { type DelegatedHouse, openDelegatedHouse, WRITE } from '#test/delegated-house.ts';
import { insertInto } from './build.ts';
import { type Database, openPostgres } from './client.ts';
import { openDatabase } from './open.ts';
import { sqlState } from './retry.ts';

const log = pino({ level: 'silent' });
const [owner, runtime] = ['owner', 'runtime'].map((name) => `${name}_${randomBytes(4).toString('hex')}`);
let server: URL;
let admin: Database;
let database: Database;
let house: DelegatedHouse;

const as = (role = '') => Object.assign(new URL(server), { username: role, password: 'demo' }).href;
const open = (url = as(runtime), ownerUrl = as(owner)) => openDatabase({ url, ownerUrl, folder: '' }, log);

beforeAll(async () => {
  server = await createdOn(inject('databaseUrl'));
  admin = openPostgres(server.href, 1);
  for (const role of [owner, runtime])
    await admin.run(sql.raw(`create role ${role} login password 'demo' nosuperuser nocreatedb nocreaterole`));
  await admin.run(sql.raw(`alter database ${server.pathname.slice(1)} owner to ${owner}`));
  database = await open();
  house = await openDelegatedHouse(database);
}, 120_000);

afterAll(async () => {
  await house?.close();
  await admin.close();
  const cluster = openPostgres(inject('databaseUrl'), 1);
  await cluster.run(sql.raw(`drop database ${server.pathname.slice(1)} with (force)`));
  for (const role of [owner, runtime]) await cluster.run(sql.raw(`drop role ${role}`));
  await cluster.close();
});

const refused = (statement: string) =>
  database.run(sql.raw(statement)).then(
    () => 'done',
    (error: unknown) => sqlState(error),
  );

it('the role that serves requests carries a whole delegation, from the request to its end, and its log', async () => {
  const ana = await house.signIn('support', 'ana');
  const mira = await house.signIn('customer', 'mira', { scopes: ['consent.revoke'] });
  const { delegation, grant } = await house.inSession(ana, WRITE, ['tess']);
  const exchanged = await house.exchange(ana, grant);
  expect(exchanged.status).toBe(200);
  expect(await house.introspect(String(exchanged.body.access_token))).toMatchObject({ active: true });
  expect((await house.call(mira, 'POST', `/v1/delegations/${delegation.id}/revoke`, {})).status).toBe(200);
  expect(await house.introspect(String(exchanged.body.access_token))).toEqual({ active: false });
  const types = await house.types(delegation.id);
  expect(types.slice(0, 6)).toEqual([
    'delegation.requested',
    'approval.given',
    'consent.given',
    'delegation.granted',
    'session.started',
    'token.issued',
  ]);
  expect(types.slice(6).sort()).toEqual(['delegation.revoked', 'session.ended']);

  const sequencer = startSequencer(database, 'test', log, () => undefined);
  await expect.poll(() => database.handle.$count(logIndex)).toBe(await database.handle.$count(logEntries));
  await sequencer.stop();
});

describe('of the log the role that serves requests', () => {
  const denied = '42501';

  for (const table of ['log_entries', 'log_index'])
    it(`can neither change, delete nor empty ${table}, nor lock or alter it`, async () => {
      const before = await admin.run(sql.raw(`select * from ${table} order by 1`));
      expect(before.rows.length).toBeGreaterThan(5);
      const column = table === 'log_entries' ? 'leaf' : 'leaf_hash';
      for (const statement of [
        `update ${table} set ${column} = 'other'`,
        `delete from ${table}`,
        `truncate ${table} cascade`,
        `insert into ${table} select * from ${table} on conflict do nothing; delete from ${table}`,
        `select 1 from ${table} for update`,
        `alter table ${table} add column more text`,
        `alter table ${table} disable trigger all`,
        `alter table ${table} owner to ${runtime}`,
        `create index on ${table} (${column})`,
        `create rule none as on insert to ${table} do instead nothing`,
        `drop table ${table} cascade`,
        `grant all on ${table} to ${runtime}; update ${table} set ${column} = 'other'`,
      ])
        expect([statement, await refused(statement)]).toEqual([statement, denied]);
      expect((await admin.run(sql.raw(`select * from ${table} order by 1`))).rows).toEqual(before.rows);
    });

  it('can neither become the owner, make tables nor say which migrations have run', async () => {
    for (const statement of [
      `set role ${owner}`,
      'create table more (id int)',
      'drop schema public cascade',
      'insert into migrations (hash) values (1)',
      'delete from migrations',
      'alter table clients add column more text',
    ])
      expect([statement, await refused(statement)]).toEqual([statement, denied]);
  });

  it('can add entries, and delete what may be forgotten', async () => {
    await database.run(insertInto(logEntries).values({ id: 'evt_more', leaf: '{}' }));
    await database.run(insertInto(logDetails).values({ entryId: 'evt_more', detail: {}, salt: '' }));
    expect(await refused(`update log_details set salt = 'other'`)).toBe(denied);
    const { count } = await database.run(sql`delete from log_details where entry_id = 'evt_more'`);
    expect(count).toBe(1);
  });
});

describe('at each start', () => {
  it('what the role was given beyond its due is taken away, and nobody who serves meanwhile is without a right', async () => {
    await admin.run(sql.raw(`grant all on log_entries, persons to ${runtime}`));
    let serving = true;
    const served = (async () => {
      let times = 0;
      for (; serving; times++) await database.run(sql`update leases set fence = fence where name = 'none'`);
      return times;
    })();
    for (const one of await Promise.all([open(), open(), open()])) await one.close();
    serving = false;
    expect(await served).toBeGreaterThan(0);
    expect(await refused(`delete from log_entries`)).toBe('42501');
    expect(await refused(`truncate persons cascade`)).toBe('42501');
  });

  it('a role that could change the log all the same is refused in a sentence', async () => {
    const sentence = /DATABASE_URL, \w+, could change the log/;
    await expect(open(as(owner))).rejects.toThrow(sentence);
    await expect(open(server.href)).rejects.toThrow(sentence);
    await admin.run(sql.raw(`grant ${owner} to ${runtime}`));
    await expect(open()).rejects.toThrow(sentence);
    await admin.run(sql.raw(`revoke ${owner} from ${runtime}`));
    await admin.run(sql`grant delete on log_index to public`);
    await expect(open()).rejects.toThrow(sentence);
    await admin.run(sql`revoke delete on log_index from public`);
    await (await open()).close();
  });
});
