import { afterAll, beforeAll, expect, it } from 'vitest';
import { type House, openHouse, SENSITIVE, WRITE } from '#test/house.ts';
import { later } from './lifecycle.ts';
import { readDelegation } from './visible.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const hours = (count: number) => later(house.clock.at, count * 3600);
const refusal = (code: string) => expect.objectContaining({ name: 'Refusal', code });

it('the latest start that is signed for counts, and the grant waits for its start from then', async () => {
  const asked = await house.asks('ana', 'mira', SENSITIVE);
  await house.reviews('tess', asked, 'approve', { notBefore: hours(2) });
  await house.reviews('sam', asked, 'approve', { notBefore: hours(1) });
  const granted = await house.answers('mira', asked);
  expect(granted.clocks.notBefore).toEqual(hours(2));
  expect(granted.state).toMatchObject({ status: 'granted', startBy: hours(3) });
  expect(granted.detailsHash).toBe(asked.detailsHash);
  const principal = house.who('support', 'ana');
  expect(await readDelegation(house.context, { principal, id: asked.id })).toMatchObject({
    clocks: { notBefore: hours(2) },
    state: { startBy: hours(3) },
  });
});

it('a later start goes with a narrowing, and both are signed', async () => {
  const asked = await house.asks('ana', 'mira', WRITE);
  const narrowed = asked.requested.map((item) => ({ ...item, max_duration: 120 }));
  const reviewed = await house.reviews('tess', asked, 'approve', { narrowed, notBefore: hours(4) });
  expect(reviewed.effective[0]?.max_duration).toBe(120);
  expect(reviewed.reviews[0]).toMatchObject({ narrowed, notBefore: hours(4) });
  expect((await house.entries(asked.id)).at(-1)).toMatchObject({
    type: 'approval.given',
    facts: { narrowed: true, later: true },
  });
});

it.each([
  ['that has passed', -1],
  ['that lies beyond a month', 31 * 24],
])('a start %s is refused', async (_, count) => {
  const asked = await house.asks('ana', 'mira', WRITE);
  const attempt = house.reviews('tess', asked, 'approve', { notBefore: hours(count) });
  await expect(attempt).rejects.toThrow(refusal('not_a_later_start'));
  expect((await house.entries(asked.id)).map(({ type }) => type)).toEqual(['delegation.requested']);
});

it('who says no sets no start', async () => {
  const asked = await house.asks('ana', 'mira', WRITE);
  const attempt = house.reviews('tess', asked, 'deny', { comment: 'No.', notBefore: hours(1) });
  await expect(attempt).rejects.toThrow(refusal('wrong_decision'));
});
