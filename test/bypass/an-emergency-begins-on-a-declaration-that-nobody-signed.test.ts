import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { update } from '#broker/db/build.ts';
import type { Delegation } from '#broker/delegation/delegation.ts';
import { delegations } from '#broker/delegation/tables.ts';
import { startSession } from '#broker/session/start-session.ts';
import { sessions } from '#broker/session/tables.ts';
import { type House, openHouse } from '#test/house.ts';

let house: House;
let granted: Delegation;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());
beforeEach(async () => {
  granted = await house.reviews('emil', await house.declares('eve', 'mira'));
  expect(granted.state.status).toBe('granted');
});

const starts = () =>
  startSession(house.context, {
    principal: house.who('support', 'eve'),
    delegationId: granted.id,
    grantKey: { 'x5t#S256': 'a'.repeat(43) },
  });
const edited = (path: string, value: unknown) =>
  house.database.run(
    update(delegations)
      .set({
        declaration: sql`jsonb_set(${delegations.declaration}, ${path}::text[], ${JSON.stringify(value)}::jsonb)`,
      })
      .where(eq(delegations.id, granted.id)),
  );

it('as it was signed it begins', async () => {
  expect((await starts()).state.status).toBe('live');
  await house.database.run(sql`delete from ${sessions}`);
});

it.each<[string, string, unknown]>([
  ['another nonce', '{nonce}', 'n'.repeat(43)],
  ['no proof', '{proof}', null],
  ['being signed in instead', '{method}', 'session'],
  ['another signer', '{statement,signer}', 'agt_somebody'],
  ['another hash of what was declared', '{statement,details_hash}', 'x'.repeat(43)],
  ['another key', '{proof,public_key}', 'AAAA'],
])('with %s it does not, whatever seal the row carries', async (_, path, value) => {
  await edited(path, value);
  await expect(starts()).rejects.toMatchObject({ code: 'not_as_signed', status: 403 });
  expect(await house.database.handle.$count(sessions, eq(sessions.delegationId, granted.id))).toBe(0);
  expect((await house.entries(granted.id)).map(({ type }) => type)).not.toContain('session.started');
});

it('nor for another customer than the one it was declared for', async () => {
  const other = house.who('customer', 'noel').id;
  await house.database.run(
    update(delegations).set({ subjectId: other }).where(eq(delegations.id, granted.id)),
  );
  await expect(starts()).rejects.toMatchObject({ code: 'not_as_signed' });
});
