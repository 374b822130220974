import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeOffer, withdrawOffer } from '#broker/delegation/make-offer.ts';
import { submitRequest } from '#broker/delegation/submit-request.ts';
import { listDelegations } from '#broker/delegation/visible.ts';
import { RESOURCE } from '#test/demo.ts';
import { type House, openHouse, READ } from '#test/house.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const mira = () => house.who('customer', 'mira');
const offers = () =>
  makeOffer(house.context, {
    principal: mira(),
    offer: {
      identifier: house.accountOf('mira'),
      actions: READ,
      maxDurationSeconds: 600,
      validForSeconds: 3600,
    },
  });
const uses = (login: 'ana' | 'ben' | 'cleo', offer: string) =>
  submitRequest(house.context, {
    principal: house.who('support', login),
    request: {
      subject: mira().id,
      justification: 'The customer told me the code on the telephone.',
      offer,
      authorizationDetails: [
        {
          type: 'delegation_session',
          actions: READ,
          locations: [RESOURCE],
          identifier: house.accountOf('mira'),
          purpose: { code: 'check-setting', ref: 'TCK-1042' },
          max_duration: 600,
        },
      ],
    },
  });
const notValid = expect.objectContaining({ code: 'offer_not_valid' });
const count = async (login: 'ana' | 'ben' | 'cleo') =>
  (await listDelegations(house.context, { principal: house.who('support', login), limit: 100 })).items.length;

it('a code opens once: not again to who used it, nor to a colleague who was told it', async () => {
  const { code } = await offers();
  expect((await uses('ana', code)).state.status).toBe('granted');
  await expect(uses('ana', code)).rejects.toThrow(notValid);
  await expect(uses('ben', code)).rejects.toThrow(notValid);
  expect([await count('ana'), await count('ben')]).toEqual([1, 0]);
});

it('of two who use it at the same moment one is granted, and the other has filed nothing', async () => {
  for (let round = 0; round < 8; round++) {
    house.clock.pass(3600);
    const { code } = await offers();
    const before = (await count('ana')) + (await count('ben'));
    const settled = await Promise.allSettled([uses('ana', code), uses('ben', code)]);
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(settled.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'offer_not_valid' },
    });
    expect((await count('ana')) + (await count('ben'))).toBe(before + 1);
  }
});

it('what was taken back or is past its time opens nothing', async () => {
  house.clock.pass(3600);
  const { offer, code } = await offers();
  await withdrawOffer(house.context, { principal: mira(), id: offer.id });
  await expect(uses('ana', code)).rejects.toThrow(notValid);
  const { code: late } = await offers();
  house.clock.pass(3600);
  await expect(uses('ana', late)).rejects.toThrow(notValid);
});

it('who guesses is stopped after ten, whatever comes then', async () => {
  house.clock.pass(3600);
  const { code } = await offers();
  for (let tried = 0; tried < 10; tried++)
    await expect(uses('cleo', `AAAA-AA${tried % 2 ? 'CC' : 'DD'}`)).rejects.toThrow(notValid);
  await expect(uses('cleo', code)).rejects.toMatchObject({ code: 'too_many_tries', status: 429 });
  expect((await uses('ana', code)).state.status).toBe('granted');
});
