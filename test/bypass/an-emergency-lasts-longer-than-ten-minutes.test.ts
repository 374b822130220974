import { afterAll, beforeAll, expect, it } from 'vitest';
import { readDelegation } from '#broker/delegation/visible.ts';
import { startSession } from '#broker/session/start-session.ts';
import { stopSession } from '#broker/session/stop-session.ts';
import { type House, openHouse } from '#test/house.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
  await house.enrolled('support', 'eve');
});
afterAll(() => house.close());

it.each([601, 900, 3600])('nobody declares an emergency of %d seconds', async (max_duration) => {
  const before = (await house.entries()).length;
  await expect(house.declares('eve', 'mira', { max_duration })).rejects.toMatchObject({
    code: 'duration_too_long',
  });
  expect((await house.entries()).length).toBe(before);
});

it('going out and in again moves the end by nothing', async () => {
  const { id } = await house.reviews('emil', await house.declares('eve', 'mira'));
  const principal = house.who('support', 'eve');
  const goesIn = () => startSession(house.context, { principal, delegationId: id, grantKey: { jkt: 'key' } });
  const first = await goesIn();
  house.clock.pass(400);
  await stopSession(house.context, first, { kind: 'agent', id: principal.id });
  const second = await goesIn();
  expect(second.expiresAt).toEqual(first.expiresAt);
  house.clock.pass(200);
  const { state } = await readDelegation(house.context, { principal, id });
  expect(state).toMatchObject({ status: 'completed', endedBy: { kind: 'expiry' } });
  await expect(goesIn()).rejects.toMatchObject({ code: 'not_granted' });
});
