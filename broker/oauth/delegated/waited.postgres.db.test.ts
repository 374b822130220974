import postgres, { type Sql } from 'postgres';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { openPostgres } from '#broker/db/client.ts';
import { migrate } from '#broker/db/migrate.ts';
import { endSession } from '#broker/session/end-session.ts';
import { createdOn } from '#test/database.ts';
import { type DelegatedHouse, openDelegatedHouse } from '#test/delegated-house.ts';

let house: DelegatedHouse;
let sql: Sql;

beforeAll(async () => {
  const url = await createdOn(inject('databaseUrl'));
  const database = openPostgres(url.href);
  await migrate(database);
  house = await openDelegatedHouse(database);
  sql = postgres(url.href, { max: 3 });
}, 120_000);
afterAll(async () => {
  await sql.end();
  await house.close();
});

/** The exchange begins, waits for a row that another transaction holds, and what changes meanwhile is committed. */
async function exchangedWhile(change: (session: string) => Promise<unknown>) {
  const ana = await house.signIn('support', 'ana');
  const { grant, session } = await house.inSession(ana);
  const holder = await sql.reserve();
  await holder`begin`;
  await holder`update sign_ins set ended_at = null where id = ${ana.principal.signInId ?? ''}`;
  const asked = house.exchange(ana, grant);
  await expect
    .poll(async () => {
      const [row] = await sql`
        select count(*)::int as waiting from pg_stat_activity
        where wait_event_type = 'Lock' and datname = current_database()`;
      return row?.waiting;
    })
    .toBeGreaterThan(0);
  await change(session.id);
  await holder`commit`;
  holder.release();
  const { status } = await asked;
  await endSession(house.context, { principal: ana.principal, sid: session.id }).catch(() => undefined);
  return status;
}

it('an exchange that nothing changed under while it waited is answered', async () => {
  expect(await exchangedWhile(async () => undefined)).toBe(200);
});

it('an exchange that waited issues nothing to a person who was disabled meanwhile', async () => {
  expect(await exchangedWhile(() => sql`update persons set disabled_at = now()`)).not.toBe(200);
  await sql`update persons set disabled_at = null`;
});

it('an exchange that waited issues nothing in a session that was ended meanwhile', async () => {
  const end = (id: string) =>
    sql`update sessions set status = 'ended', ended_at = now(), ended_kind = 'admin' where id = ${id}`;
  expect(await exchangedWhile(end)).not.toBe(200);
});

it('an exchange that waited issues nothing under a policy that is no longer the active one', async () => {
  await sql`insert into policy_versions (version, files, stored_at) values ('another', '{}', now())`;
  const [before] = await sql`select version from active_policy`;
  expect(await exchangedWhile(() => sql`update active_policy set version = 'another'`)).not.toBe(200);
  await sql`update active_policy set version = ${String(before?.version)}`;
});
