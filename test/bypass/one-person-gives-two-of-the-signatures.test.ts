import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { insertInto, update } from '#broker/db/build.ts';
import type { Delegation } from '#broker/delegation/delegation.ts';
import { accountConsenters, people } from '#broker/identity/tables.ts';
import { type House, openHouse, READ, WRITE } from '#test/house.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
  const accountId = house.accountOf('mira').replace('account/', '');
  for (const login of ['benno', 'tessa'])
    await house.database.run(
      insertInto(accountConsenters).values({
        backend: 'accounts',
        accountId,
        customerId: house.who('customer', login).id,
      }),
    );
});
afterAll(() => house.close());

async function refusesConsentOf(login: string, asked: Delegation): Promise<void> {
  await expect(house.answers(login, asked)).rejects.toMatchObject({ code: 'may_not_consent' });
  const types = (await house.entries(asked.id)).map(({ type }) => type);
  expect(types).not.toContain('consent.given');
  expect(types).not.toContain('delegation.granted');
}

it('an approver does not also consent as one of the customers of the account', async () => {
  const asked = await house.asks('ana', 'mira', WRITE);
  await house.reviews('tess', asked);
  await refusesConsentOf('tessa', asked);
  expect((await house.answers('mira', asked)).state.status).toBe('granted');
});

it('who did not approve may consent for an account that is also theirs', async () => {
  const asked = await house.asks('ana', 'mira', READ);
  expect((await house.answers('tessa', asked)).state.status).toBe('granted');
});

it('staff do not consent for customers', async () => {
  await refusesConsentOf('benno', await house.asks('ana', 'mira', READ));
});

it('an agent does not consent to an own request, even where nobody marked the account as of staff', async () => {
  const benno = house.who('customer', 'benno').id;
  await house.database.run(update(people).set({ marks: [] }).where(eq(people.id, benno)));
  const asked = await house.asks('ben', 'mira', READ);
  await refusesConsentOf('benno', asked);
});

it('whoever may not consent may still refuse', async () => {
  const asked = await house.asks('ben', 'mira', READ);
  expect((await house.answers('benno', asked, 'refuse')).state.status).toBe('denied');
});
