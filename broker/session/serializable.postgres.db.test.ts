import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { openPostgres } from '#broker/db/client.ts';
import { migrate } from '#broker/db/migrate.ts';
import { revokeGrant } from '#broker/delegation/revoke-grant.ts';
import { createdOn } from '#test/database.ts';
import { type DelegatedHouse, openDelegatedHouse, WRITE } from '#test/delegated-house.ts';
import { closeSessionsOf } from './closing.ts';

const ROUNDS = 5;
let house: DelegatedHouse;

beforeAll(async () => {
  const server = await createdOn(inject('databaseUrl'));
  const admin = openPostgres(server.href, 1);
  const name = sql.identifier(server.pathname.slice(1));
  await admin.run(sql`alter database ${name} set default_transaction_isolation = 'serializable'`);
  await admin.close();
  const database = openPostgres(server.href);
  await migrate(database);
  house = await openDelegatedHouse(database);
}, 120_000);
afterAll(() => house.close());

/** Whatever the database ends for a conflict is run again: nobody but a refusal may be the loser's answer. */
async function atOnce(...all: (() => Promise<unknown>)[]): Promise<boolean[]> {
  const settled = await Promise.allSettled(all.map((one) => one()));
  for (const one of settled)
    if (one.status === 'rejected') expect(one.reason).toMatchObject({ name: 'Refusal' });
  return settled.map(({ status }) => status === 'fulfilled');
}

it('where every transaction is serializable, races have the same outcomes as elsewhere', async () => {
  const { rows } = await house.database.run(sql`show transaction_isolation`);
  expect(rows).toEqual([{ transaction_isolation: 'serializable' }]);
  for (let round = 0; round < ROUNDS; round++) {
    const ana = await house.signIn('support', 'ana');
    const asked = await house.asks('ana', 'mira', WRITE);
    const decided = await atOnce(
      () => house.reviews('tess', asked),
      () => house.reviews('cleo', asked, 'deny', { comment: 'No.' }),
    );
    expect(decided).toContain(true);

    const granted = await house.granted('ana', 'mira');
    const principal = house.who('customer', 'mira');
    const [, stopped] = await atOnce(
      () => house.starts(ana, granted),
      () => revokeGrant(house.context, { principal, id: granted.id }, closeSessionsOf),
      () => house.asks('ana', 'noel', WRITE),
      () => house.asks('eve', 'noel', WRITE),
    );
    expect(stopped).toBe(true);
    const types = await house.types(granted.id);
    expect(types.filter((type) => type === 'session.started')).toHaveLength(
      types.filter((type) => type === 'session.ended').length,
    );
  }
}, 120_000);
