import { afterAll, beforeAll, expect, it } from 'vitest';
import { insertInto } from '#broker/db/build.ts';
import type { Delegation } from '#broker/delegation/delegation.ts';
import { listDelegations } from '#broker/delegation/visible.ts';
import { accountConsenters } from '#broker/identity/tables.ts';
import { type House, openHouse, READ } from '#test/house.ts';

let house: House;
let asked: Delegation;
beforeAll(async () => {
  house = await openHouse();
  asked = await house.asks('ana', 'mira', READ, { identifier: `${house.accountOf('mira')}/profile/1` });
});
afterAll(() => house.close());

async function seenBy(login: string): Promise<string[]> {
  const page = await listDelegations(house.context, { principal: house.who('customer', login), limit: 10 });
  return page.items.map(({ id }) => id);
}

const consents = (login: string, accountId: string, backend = 'accounts') =>
  house.database.run(
    insertInto(accountConsenters).values({ backend, accountId, customerId: house.who('customer', login).id }),
  );
const accountId = () => house.accountOf('mira').replace('account/', '');

it('an id with a wildcard of SQL in it names no other account', async () => {
  await consents('noel', accountId().replace(/.$/, '_'));
  await consents('noel', '%');
  expect(await seenBy('noel')).toEqual([]);
});

it('an account of the same id at another backend is another account', async () => {
  await consents('olga', accountId(), 'elsewhere');
  expect(await seenBy('olga')).toEqual([]);
});

it('who may consent for the account itself sees what is asked below it', async () => {
  await consents('noel', accountId());
  expect(await seenBy('noel')).toEqual([asked.id]);
});
