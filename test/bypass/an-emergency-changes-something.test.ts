import { afterAll, beforeAll, expect, it } from 'vitest';
import { raiseSession } from '#broker/session/raise-session.ts';
import { startSession } from '#broker/session/start-session.ts';
import { readSession } from '#broker/session/visible.ts';
import { type House, openHouse, SENSITIVE, WRITE } from '#test/house.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
  await house.enrolled('support', 'eve');
});
afterAll(() => house.close());

it.each([
  ['changes a setting', WRITE],
  ['replaces a key', SENSITIVE],
])('nobody declares an emergency that %s', async (_, actions) => {
  const before = (await house.entries()).length;
  await expect(house.declares('eve', 'mira', { actions })).rejects.toMatchObject({ code: 'policy_denied' });
  expect((await house.entries()).length).toBe(before);
});

it('a session that was opened in an emergency is not raised', async () => {
  const { id } = await house.reviews('emil', await house.declares('eve', 'mira'));
  const principal = house.who('support', 'eve');
  const session = await startSession(house.context, {
    principal,
    delegationId: id,
    grantKey: { jkt: 'key' },
  });
  const raising = raiseSession(house.context, { principal, sid: session.id, reason: 'It has to be mended.' });
  await expect(raising).rejects.toMatchObject({ code: 'nothing_to_raise' });
  expect((await readSession(house.context, { principal, sid: session.id })).level).toBe('read');
  expect((await house.entries(id)).map(({ type }) => type)).not.toContain('session.raised');
});
