import { afterAll, beforeAll, expect, it } from 'vitest';
import { extendDelegation } from '#broker/delegation/extend-delegation.ts';
import { extensionsOf } from '#broker/delegation/visible.ts';
import { type House, openHouse, READ } from '#test/house.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

it('no action, no account, no minute and no purpose more, not even what was asked for at first', async () => {
  const asked = await house.asks('ana', 'mira', READ);
  const [item] = asked.requested;
  if (!item) throw new Error('Nothing was asked.');
  const narrowed = [{ ...item, actions: READ.slice(0, 1), max_duration: 300 }];
  const old = await house.answers('mira', asked, 'give', { narrowed });
  const [left] = old.effective;
  const wider = [
    { ...left, actions: READ },
    { ...left, max_duration: 301 },
    { ...left, identifier: house.accountOf('noel') },
    { ...left, actions: ['accounts:settings.update'] },
    { ...left, purpose: { code: 'check-setting', ref: 'TCK-2000' } },
  ];
  for (const authorizationDetails of [...wider.map((one) => [one]), [...old.effective, wider[0]]])
    await expect(
      extendDelegation(house.context, {
        principal: house.who('support', 'ana'),
        extension: { id: old.id, justification: 'It takes longer than I thought.', authorizationDetails },
      }),
    ).rejects.toMatchObject({ code: 'not_a_narrowing', status: 400 });
  expect(await extensionsOf(house.context, old.id)).toEqual([]);
});

it('and it opens nothing before the customer has said yes again', async () => {
  const old = await house.answers('mira', await house.asks('ana', 'mira', READ));
  const more = await extendDelegation(house.context, {
    principal: house.who('support', 'ana'),
    extension: { id: old.id, justification: 'It takes longer than I thought.' },
  });
  expect(more.state.status).toBe('pending');
  expect(more.consent).toBeUndefined();
});
