import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { keyed, openTestBroker, type TestBroker } from '#test/broker-app.ts';
import { type House, openHouse, SENSITIVE, WRITE } from '#test/house.ts';
import { update } from '../db/build.ts';
import { people } from '../identity/tables.ts';
import type { Delegation } from './delegation.ts';
import { describeDelegations } from './describe.ts';
import { nobodyCanSign } from './eligible.ts';
import { eligibleNow } from './eligible-now.ts';

let house: House;
let broker: TestBroker;
beforeAll(async () => {
  house = await openHouse();
  broker = await openTestBroker();
});
afterAll(() => Promise.all([house.close(), broker.close()]));

async function who(delegation: Delegation): Promise<string[]> {
  const [described] = await describeDelegations(house.context, [delegation]);
  if (!described) throw new Error('It was not described.');
  return (await eligibleNow(house.context, described)).map(
    ({ stage, groups, count }) =>
      `${stage.stage} ${count}: ${groups.map(({ group, people }) => `${group} ${people.map(({ name }) => name.split(' ')[0]).join('+')}`).join(', ')}`,
  );
}

it('they are of the group, and neither the requester, the subject, nor one who has signed', async () => {
  expect(await who(await house.asks('ana', 'mira', SENSITIVE))).toEqual([
    '1 2: team-leads Cleo+Tess',
    '2 2: security Sam+Sol',
  ]);
  expect(await who(await house.asks('cleo', 'mira', WRITE))).toEqual(['1 1: team-leads Tess']);
  expect(await who(await house.asks('ana', 'tessa', WRITE))).toEqual(['1 1: team-leads Cleo']);
  const signed = await house.reviews('tess', await house.asks('ana', 'mira', SENSITIVE));
  expect(await who(signed)).toEqual(['2 2: security Sam+Sol']);
  expect(
    await who(await house.reviews('cleo', signed, 'deny', { comment: 'No.' }).catch(() => signed)),
  ).toEqual([]);
});

it('a group that nobody is left in is said, in words', async () => {
  const asked = await house.asks('cleo', 'mira', WRITE);
  const tess = house.who('admin', 'tess');
  const moved = (groups: string[]) =>
    house.database.run(update(people).set({ groups }).where(eq(people.id, tess.id)));
  await moved(['auditors']);
  const [described] = await describeDelegations(house.context, [asked]);
  const eligible = described ? await eligibleNow(house.context, described) : [];
  expect(nobodyCanSign(eligible)).toEqual(['Nobody can sign this for team leads at present.']);
  await moved(['team-leads']);
});

it('approvers read names, who asks reads groups and counts, the customer nothing, and no list does', async () => {
  const ana = await broker.as('support', 'ana');
  const tess = await broker.as('admin', 'tess');
  const mira = await broker.as('customer', 'mira');
  const wish = broker.wish('mira', SENSITIVE);
  const preview = await (await ana.call('POST', '/v1/delegations/preview', wish)).json();
  const told = { count: 2, groups: [{ group: 'team-leads', count: 2 }] };
  expect(preview.required.approvals[0].eligible).toEqual(told);
  expect(preview.warnings).toEqual([]);
  const filed = await (await ana.call('POST', '/v1/delegations', wish, keyed())).json();
  expect(filed.required.approvals[0]).toMatchObject({ eligible: told, since: filed.created_at });
  expect(filed.warnings).toEqual([]);
  const path = `/v1/delegations/${filed.id}`;
  const seen = await (await tess.call('GET', path)).json();
  expect(
    seen.required.approvals[1].eligible.groups[0].people.map(({ name }: { name: string }) => name),
  ).toEqual(['Sam Whitcombe', 'Sol Ibarra']);
  const byCustomer = await (await mira.call('GET', path)).json();
  expect(byCustomer.required.approvals[0]).not.toHaveProperty('eligible');
  const { items } = await (await tess.call('GET', '/v1/delegations')).json();
  expect(items[0].required.approvals[0]).not.toHaveProperty('eligible');
});

it('of a request that nobody can sign it is said before it is filed, and when it is', async () => {
  const leads = ['tess', 'cleo'].map((login) => broker.person('admin', login).id);
  for (const id of leads)
    await broker.database.run(update(people).set({ groups: [] }).where(eq(people.id, id)));
  const ana = await broker.as('support', 'ana');
  const wish = broker.wish('mira', WRITE);
  const warnings = ['Nobody can sign this for team leads at present.'];
  expect(await (await ana.call('POST', '/v1/delegations/preview', wish)).json()).toMatchObject({ warnings });
  const filed = await ana.call('POST', '/v1/delegations', wish, keyed());
  expect(await filed.json()).toMatchObject({ status: 'pending', warnings });
});
