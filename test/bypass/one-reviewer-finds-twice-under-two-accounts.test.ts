import { afterAll, beforeEach, expect, it } from 'vitest';
import { endDelegation } from '#broker/delegation/end-delegation.ts';
import { readReview } from '#broker/governance/reviews/list-reviews.ts';
import { type House, openHouse } from '#test/house.ts';

let house: House;
let id: string;
beforeEach(async () => {
  await house?.close();
  house = await openHouse();
  ({ id } = await house.reviews('emil', await house.declares('eve', 'mira')));
  await endDelegation(house.context, { principal: house.who('support', 'eve'), id });
});
afterAll(() => house.close());

const second = () => ({ ...house.who('admin', 'sol'), person: house.who('admin', 'sam').person });
const read = () => readReview(house.context, { principal: house.who('admin', 'audra'), id });

it('the second account of a reviewer is no second reviewer', async () => {
  await house.finds('sam', id);
  await expect(house.finds(second(), id)).rejects.toMatchObject({ code: 'already_reviewed' });
  expect(await read()).toMatchObject({ state: { status: 'open' }, findings: [{ decision: 'justified' }] });
  expect((await house.entries(id)).map(({ type }) => type)).not.toContain('review.decided');
});

it('nor when both say it at the same moment', async () => {
  const both = await Promise.allSettled([house.finds('sam', id), house.finds(second(), id)]);
  expect(both.filter(({ status }) => status === 'rejected')).toMatchObject([
    { reason: { code: 'already_reviewed' } },
  ]);
  expect((await read()).findings).toHaveLength(1);
  expect((await read()).state.status).toBe('open');
});
