import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { update } from '#broker/db/build.ts';
import { disablePerson } from '#broker/identity/disable-person.ts';
import { people } from '#broker/identity/tables.ts';
import { type House, openHouse, READ, WRITE } from '#test/house.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

it('an agent who has lost the role since is granted nothing', async () => {
  const asked = await house.asks('ben', 'mira', READ);
  const ben = house.who('support', 'ben').id;
  await house.database.run(update(people).set({ groups: [] }).where(eq(people.id, ben)));
  await expect(house.answers('mira', asked)).rejects.toMatchObject({ code: 'policy_denied' });
  expect((await house.entries(asked.id)).map(({ type }) => type)).toEqual(['delegation.requested']);
});

it('an agent who was shut out since is granted nothing, and the customer can say no', async () => {
  const [write, read] = [await house.asks('ana', 'mira', WRITE), await house.asks('ana', 'mira', READ)];
  const { id } = house.who('support', 'ana');
  await disablePerson(house.context, house.who('admin', 'max'), id, 'Left the company.');
  await expect(house.reviews('tess', write)).rejects.toMatchObject({ code: 'actor_unknown' });
  await expect(house.answers('mira', read)).rejects.toMatchObject({ code: 'actor_unknown' });
  expect(
    (await house.reviews('tess', write, 'deny', { comment: 'Nobody is left to act.' })).state.status,
  ).toBe('denied');
  expect((await house.answers('mira', read, 'refuse')).state.status).toBe('denied');
});
