import { afterAll, beforeAll, expect, it } from 'vitest';
import { endDelegation } from '#broker/delegation/end-delegation.ts';
import { reviewFindings } from '#broker/governance/reviews/tables.ts';
import type { Principal } from '#broker/identity/principal.ts';
import { type House, openHouse } from '#test/house.ts';

let house: House;
let id: string;
beforeAll(async () => {
  house = await openHouse();
  ({ id } = await house.reviews('emil', await house.declares('eve', 'mira')));
  await endDelegation(house.context, { principal: house.who('support', 'eve'), id });
});
afterAll(() => house.close());

const reviewer = (person: Principal['person']): Principal => ({ ...house.who('admin', 'sam'), person });

it.each([
  ['the responder', () => house.who('support', 'eve').person],
  ['the approver', () => house.who('admin', 'emil').person],
  ['the customer', () => house.who('customer', 'mira').person],
])('%s does not review it under another account', async (_, person) => {
  await expect(house.finds(reviewer(person()), id)).rejects.toMatchObject({ code: 'took_part' });
  expect(await house.database.handle.$count(reviewFindings)).toBe(0);
  expect((await house.entries(id)).map(({ type }) => type)).not.toContain('review.found');
});

it('whoever nobody can name does not review', async () => {
  await expect(house.finds(reviewer(undefined), id)).rejects.toMatchObject({ code: 'wrong_domain' });
  expect(await house.database.handle.$count(reviewFindings)).toBe(0);
});
