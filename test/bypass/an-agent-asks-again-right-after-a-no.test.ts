import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { testConfig } from '#test/demo.ts';
import { type House, openHouse, READ, WRITE } from '#test/house.ts';
import { limited } from '#test/limits.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse(undefined, limited(testConfig().domains, { cooldown_after_refusal_s: 600 }));
});
afterAll(() => house.close());
beforeEach(() => house.clock.pass(3600));

const cooling = { code: 'cooling_down', status: 429, headers: { 'retry-after': '600' } };

it("after the customer's no the same is not asked again, nor more than it, until the time is over", async () => {
  await house.answers('mira', await house.asks('ana', 'mira', READ), 'refuse');
  const before = (await house.entries()).length;
  await expect(house.asks('ana', 'mira', READ)).rejects.toMatchObject(cooling);
  await expect(house.asks('ana', 'mira', [...READ, 'accounts:invoice.read'])).rejects.toMatchObject(cooling);
  expect((await house.entries()).length).toBe(before);
  house.clock.pass(599);
  await expect(house.asks('ana', 'mira', READ)).rejects.toMatchObject({ code: 'cooling_down' });
  house.clock.pass(1);
  expect((await house.asks('ana', 'mira', READ)).state.status).toBe('pending');
});

it("after an approver's no likewise", async () => {
  await house.reviews('tess', await house.asks('ana', 'mira', WRITE), 'deny', { comment: 'No.' });
  await expect(house.asks('ana', 'mira', WRITE)).rejects.toMatchObject(cooling);
});

it('a colleague may ask, for another customer it may be asked, and so may something else', async () => {
  await house.answers('mira', await house.asks('ana', 'mira', READ), 'refuse');
  for (const asked of [
    house.asks('ben', 'mira', READ),
    house.asks('ana', 'noel', READ),
    house.asks('ana', 'mira', ['accounts:profile.read']),
    house.asks('ana', 'mira', ['accounts:invoice.read']),
  ])
    expect((await asked).state.status).toBe('pending');
});

it('what ran out of time or was taken back was no refusal', async () => {
  await house.asks('ana', 'mira', READ);
  house.clock.pass(24 * 3600);
  expect((await house.asks('ana', 'mira', READ)).state.status).toBe('pending');
});
