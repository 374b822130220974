import postgres, { type Sql } from 'postgres';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { openPostgres } from '#broker/db/client.ts';
import { migrate } from '#broker/db/migrate.ts';
import { endSession } from '#broker/session/end-session.ts';
import { createdOn } from '#test/database.ts';
import { claimsOf, type DelegatedHouse, openDelegatedHouse, READ, RESOURCE } from '#test/delegated-house.ts';
import { FILES, SEE, settleIn, withMoreBackends } from '#test/more-backends.ts';

const ACCESS_TOKEN = 'urn:ietf:params:oauth:token-type:access_token';

let house: DelegatedHouse;
let sql: Sql;

beforeAll(async () => {
  const url = await createdOn(inject('databaseUrl'));
  const database = openPostgres(url.href);
  await migrate(database);
  house = await openDelegatedHouse(database, withMoreBackends());
  await settleIn(house);
  sql = postgres(url.href, { max: 3 });
}, 120_000);
afterAll(async () => {
  await sql.end();
  await house.close();
});

/** A backend begins to pass a token on and waits for the session's row; what changes meanwhile is committed. */
async function passedOnWhile(change: (holder: Sql, jti: string) => Promise<unknown>) {
  const ana = await house.signIn('support', 'ana');
  const asked = await house.asks('ana', 'mira', [...READ, SEE], { locations: [RESOURCE, FILES] });
  const session = await house.starts(ana, await house.answers('mira', asked));
  const grant = await house.grantToken(ana, session.delegation, session);
  const token = String((await house.exchange(ana, grant)).body.access_token);
  const backend = await house.asService('svc_accounts');
  const holder = await sql.reserve();
  await holder`begin`;
  await holder`update sessions set status = status where id = ${session.id}`;
  const passing = house.post(backend, {
    grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
    subject_token: token,
    subject_token_type: ACCESS_TOKEN,
    actor_token: backend.token,
    actor_token_type: ACCESS_TOKEN,
    resource: FILES,
  });
  await expect
    .poll(async () => {
      const [row] = await sql`
        select count(*)::int as waiting from pg_stat_activity
        where wait_event_type = 'Lock' and datname = current_database()`;
      return row?.waiting;
    })
    .toBeGreaterThan(0);
  await change(holder, String(claimsOf(token).jti));
  await holder`commit`;
  holder.release();
  const { status } = await passing;
  await endSession(house.context, { principal: ana.principal, sid: session.id });
  return status;
}

it('a token that nothing happened to while a backend waited is passed on', async () => {
  expect(await passedOnWhile(async () => undefined)).toBe(200);
});

it('a token that was revoked while a backend waited is not passed on', async () => {
  const revoke = (holder: Sql, jti: string) =>
    holder`insert into revoked_tokens (jti, expires_at) values (${jti}, now() + interval '1 hour')`;
  expect(await passedOnWhile(revoke)).not.toBe(200);
});
