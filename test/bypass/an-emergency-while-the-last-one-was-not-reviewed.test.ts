import { eq } from 'drizzle-orm';
import { afterAll, beforeEach, expect, it } from 'vitest';
import { update } from '#broker/db/build.ts';
import { endDelegation } from '#broker/delegation/end-delegation.ts';
import { readDelegation } from '#broker/delegation/visible.ts';
import { people } from '#broker/identity/tables.ts';
import { startSession } from '#broker/session/start-session.ts';
import { type House, openHouse, READ } from '#test/house.ts';

const IN_TIME = 72 * 3600;
const overdue = { code: 'policy_denied', message: expect.stringContaining('has not been reviewed in time') };
let house: House;
beforeEach(async () => {
  await house?.close();
  house = await openHouse();
});
afterAll(() => house.close());

async function over(): Promise<string> {
  const { id } = await house.reviews('emil', await house.declares('eve', 'mira'));
  await endDelegation(house.context, { principal: house.who('support', 'eve'), id });
  return id;
}
const goesIn = (delegationId: string) =>
  startSession(house.context, {
    principal: house.who('support', 'eve'),
    delegationId,
    grantKey: { jkt: 'key' },
  });

it('no next one is declared once the review is overdue, and a late review lets it', async () => {
  const id = await over();
  house.clock.pass(IN_TIME - 1);
  await house.declares('eve', 'noel');
  house.clock.pass(1);
  const before = (await house.entries()).length;
  await expect(house.declares('eve', 'noel')).rejects.toMatchObject(overdue);
  expect((await house.entries()).length).toBe(before);
  await house.finds('sam', id);
  await expect(house.declares('eve', 'noel')).rejects.toMatchObject(overdue);
  await house.finds('audra', id, 'unjustified');
  expect((await house.declares('eve', 'noel')).state.status).toBe('pending');
});

it('one that was never gone into counts from when it could not be any more', async () => {
  await house.reviews('emil', await house.declares('eve', 'mira'));
  house.clock.pass(3600 + IN_TIME - 1);
  await house.declares('eve', 'noel');
  house.clock.pass(1);
  await expect(house.declares('eve', 'noel')).rejects.toMatchObject(overdue);
});

it('one that was asked for in time is not granted afterwards', async () => {
  await over();
  house.clock.pass(IN_TIME - 60);
  const asked = await house.declares('eve', 'noel');
  house.clock.pass(60);
  await expect(house.reviews('edda', asked)).rejects.toMatchObject(overdue);
  const principal = house.who('admin', 'sam');
  expect((await readDelegation(house.context, { principal, id: asked.id })).state.status).toBe('pending');
});

it('one that was granted in time is not gone into afterwards', async () => {
  await over();
  house.clock.pass(IN_TIME - 60);
  const granted = await house.reviews('edda', await house.declares('eve', 'noel'));
  house.clock.pass(60);
  await expect(goesIn(granted.id)).rejects.toMatchObject(overdue);
  expect((await house.entries(granted.id)).map(({ type }) => type)).not.toContain('session.started');
});

it('another account of the same person is held up too', async () => {
  await over();
  house.clock.pass(IN_TIME);
  const eve = house.who('support', 'eve');
  const other = { ...house.who('support', 'ben'), roles: eve.roles, person: eve.person };
  await house.database.run(
    update(people)
      .set({ groups: ['emergency-responders'] })
      .where(eq(people.id, other.id)),
  );
  await expect(house.declares('ben', 'noel', {}, other)).rejects.toMatchObject(overdue);
});

it('nobody else is held up, and the ordinary way stays open', async () => {
  await over();
  house.clock.pass(IN_TIME);
  const ben = house.who('support', 'ben');
  const responder = { ...ben, roles: [...ben.roles, 'emergency'] };
  expect((await house.declares('ben', 'noel', {}, responder)).state.status).toBe('pending');
  expect((await house.asks('eve', 'noel', READ)).state.status).toBe('pending');
});
