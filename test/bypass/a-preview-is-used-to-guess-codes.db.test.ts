import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeOffer } from '#broker/delegation/make-offer.ts';
import { previewRequest } from '#broker/delegation/preview-request.ts';
import { submitRequest } from '#broker/delegation/submit-request.ts';
import { RESOURCE } from '#test/demo.ts';
import { type House, openHouse, READ } from '#test/house.ts';

let house: House;
let code: string;
beforeAll(async () => {
  house = await openHouse();
  const offer = {
    identifier: house.accountOf('mira'),
    actions: READ,
    maxDurationSeconds: 600,
    validForSeconds: 7200,
  };
  ({ code } = await makeOffer(house.context, { principal: house.who('customer', 'mira'), offer }));
});
afterAll(() => house.close());

const wish = (offer: string) => ({
  subject: house.who('customer', 'mira').id,
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
});
const looks = (login: string, offer: string) =>
  previewRequest(house.context, { principal: house.who('support', login), request: wish(offer) });
const wrong = (tried: number) => `AAAA-AA${'ACDEFGHJKLMN'[tried]}A`;
const tooMany = expect.objectContaining({ code: 'too_many_tries', status: 429 });

it('ten wrong ones in an hour, then nothing more is said, and neither is anything filed with one', async () => {
  for (let tried = 0; tried < 10; tried++)
    expect((await looks('ana', wrong(tried))).offer).toMatchObject({ covers: false, why: 'unknown' });
  await expect(looks('ana', wrong(10))).rejects.toThrow(tooMany);
  await expect(looks('ana', code)).rejects.toThrow(tooMany);
  const principal = house.who('support', 'ana');
  const request = { ...wish(code), justification: 'The customer told me the code on the telephone.' };
  await expect(submitRequest(house.context, { principal, request })).rejects.toThrow(tooMany);
  expect((await looks('ben', code)).offer).toMatchObject({ covers: true });
});

it('nor by many at once, with a code that is known in between', async () => {
  house.clock.pass(3600);
  const guesses = Array.from({ length: 40 }, (_, tried) => (tried % 4 === 3 ? code : wrong(tried % 12)));
  const said = await Promise.allSettled(guesses.map((guess) => looks('cleo', guess)));
  const unknown = said.filter((one) => one.status === 'fulfilled' && one.value.offer?.covers === false);
  expect(unknown.length).toBeLessThanOrEqual(10);
  for (const one of said)
    if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'too_many_tries' });
  await expect(looks('cleo', wrong(0))).rejects.toThrow(tooMany);
});

it('what a policy denies is not asked about the code in a way that costs nothing', async () => {
  house.clock.pass(3600);
  const principal = house.who('support', 'ben');
  const denied = { ...wish('AAAA-AAAA') };
  denied.authorizationDetails = denied.authorizationDetails.map((item) => ({
    ...item,
    actions: ['accounts:password.reset'],
  }));
  for (let tried = 0; tried < 10; tried++)
    await previewRequest(house.context, { principal, request: denied }).catch(() => undefined);
  await expect(looks('ben', code)).rejects.toThrow(tooMany);
});
