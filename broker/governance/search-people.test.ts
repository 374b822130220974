import { afterAll, beforeAll, expect, it } from 'vitest';
import { type House, openHouse } from '#test/house.ts';
import { searchPeople } from './search-people.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const looks = (domain: 'support' | 'admin' | 'customer', text: string, login = 'audra') =>
  searchPeople(house.context, { principal: house.who('admin', login), domain, text });

it('an auditor finds an agent, an approver and a customer by a part of the name, and each search is on record', async () => {
  expect(await looks('support', 'cleo')).toMatchObject([
    { domain: 'support', id: house.who('support', 'cleo').id, groups: expect.any(Array) },
  ]);
  expect(await looks('admin', 'OYELOWO')).toMatchObject([{ id: house.who('admin', 'tess').id }]);
  const [mira] = await looks('customer', house.who('customer', 'mira').id, 'pia');
  expect(mira).toMatchObject({
    id: house.who('customer', 'mira').id,
    emailMasked: expect.any(String),
    accounts: expect.arrayContaining([expect.objectContaining({ identifier: house.accountOf('mira') })]),
  });
  const searches = (await house.entries()).filter(({ type }) => type === 'directory.searched');
  expect(searches).toHaveLength(3);
  expect(searches[0]).toMatchObject({
    actor: house.who('admin', 'audra').id,
    facts: { results: 1, domain: 'support' },
  });
  expect(JSON.stringify(searches)).not.toContain('cleo');
});

it('nobody is found outside the domain that was searched, and too little finds nobody', async () => {
  expect(await looks('support', 'Oyelowo')).toEqual([]);
  expect(await looks('support', house.who('customer', 'mira').id)).toEqual([]);
  await expect(looks('support', 'ab')).rejects.toMatchObject({ code: 'search_too_short' });
  await expect(looks('customer', '   ')).rejects.toMatchObject({ code: 'search_too_short' });
});

it('an approver, an agent and a customer do not search here', async () => {
  const before = (await house.entries()).length;
  await expect(looks('support', 'cleo', 'tess')).rejects.toMatchObject({ code: 'not_an_overseer' });
  for (const principal of [house.who('support', 'ana'), house.who('customer', 'mira')])
    await expect(
      searchPeople(house.context, { principal, domain: 'support', text: 'cleo' }),
    ).rejects.toMatchObject({ code: 'wrong_domain', status: 403 });
  expect(await house.entries()).toHaveLength(before);
});
