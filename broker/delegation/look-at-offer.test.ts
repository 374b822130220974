import { afterAll, beforeAll, expect, it } from 'vitest';
import { RESOURCE } from '#test/demo.ts';
import { type House, openHouse, READ, WRITE } from '#test/house.ts';
import { makeOffer, withdrawOffer } from './make-offer.ts';
import { previewRequest } from './preview-request.ts';
import { submitRequest } from './submit-request.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const [FIRST] = READ as [string, string];
const mira = () => house.who('customer', 'mira');
const makes = (actions = READ, validForSeconds = 3600) =>
  makeOffer(house.context, {
    principal: mira(),
    offer: { identifier: house.accountOf('mira'), actions, maxDurationSeconds: 600, validForSeconds },
  });
const wish = (offer: string, { actions = READ, seconds = 600, of = 'mira' } = {}) => ({
  subject: house.who('customer', of).id,
  offer,
  authorizationDetails: [
    {
      type: 'delegation_session',
      actions,
      locations: [RESOURCE],
      identifier: house.accountOf(of),
      purpose: { code: 'check-setting', ref: 'TCK-1042' },
      max_duration: seconds,
    },
  ],
});
const looks = async (offer: string, more: Parameters<typeof wish>[1] = {}, login = 'ana') =>
  (
    await previewRequest(house.context, {
      principal: house.who('support', login),
      request: wish(offer, more),
    })
  ).offer;
const files = (offer: string) =>
  submitRequest(house.context, {
    principal: house.who('support', 'ben'),
    request: { ...wish(offer), justification: 'The customer told me the code on the telephone.' },
  });

it('says that an offer covers what is asked, since when, and leaves it as it was', async () => {
  const { code, offer } = await makes();
  const covers = { covers: true, at: offer.createdAt };
  expect(await looks(code)).toEqual(covers);
  expect(await looks(code.toLowerCase().replace('-', ' '))).toEqual(covers);
  expect((await house.entries()).at(-1)).toMatchObject({
    type: 'delegation.previewed',
    facts: { decision: 'allow', offer: 'covers' },
  });
  expect((await files(code)).state.status).toBe('granted');
  expect(await looks(code)).toMatchObject({ covers: false, why: 'used' });
});

it('says plainly why one does not: other actions by name, longer, another account, taken back, past its time', async () => {
  const { code, offer } = await makes([FIRST]);
  expect(await looks(code, { actions: [FIRST], seconds: 660 })).toEqual({
    covers: false,
    why: 'longer',
    reason: 'This offer is for 10 minutes at most.',
  });
  const other = await looks(code, { actions: [FIRST, ...WRITE] });
  expect(other).toMatchObject({
    why: 'other_actions',
    reason: expect.stringMatching(/does not cover: [A-Z]/),
  });
  expect(await looks(code, { actions: [FIRST], of: 'noel' })).toMatchObject({ why: 'other_account' });
  await withdrawOffer(house.context, { principal: mira(), id: offer.id });
  expect(await looks(code, { actions: [FIRST] })).toMatchObject({ why: 'over' });
  const { code: late } = await makes();
  house.clock.pass(3600);
  expect(await looks(late)).toMatchObject({ why: 'over' });
});

it('a preview without a code says nothing of offers, nor does an emergency', async () => {
  const { code } = await makes();
  const { offer: _, ...plain } = wish(code);
  const principal = house.who('support', 'ana');
  for (const request of [plain, { ...wish(code), emergency: true }])
    expect(await previewRequest(house.context, { principal, request })).not.toHaveProperty('offer');
});

it('who knows a code looks as often as they write', async () => {
  const { code } = await makes();
  for (let looked = 0; looked < 15; looked++) expect(await looks(code)).toMatchObject({ covers: true });
});
