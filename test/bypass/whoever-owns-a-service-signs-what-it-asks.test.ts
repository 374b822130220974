import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { insertInto, update } from '#broker/db/build.ts';
import type { Delegation } from '#broker/delegation/delegation.ts';
import { previewRequest } from '#broker/delegation/preview-request.ts';
import { submitRequest } from '#broker/delegation/submit-request.ts';
import type { Principal } from '#broker/identity/principal.ts';
import { accountConsenters, people } from '#broker/identity/tables.ts';
import type { ServiceId } from '#broker/ids.ts';
import { RESOURCE } from '#test/demo.ts';
import { type House, openHouse, READ, WRITE } from '#test/house.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
  const accountId = house.accountOf('mira').replace('account/', '');
  await house.database.run(
    insertInto(accountConsenters).values({
      backend: 'accounts',
      accountId,
      customerId: house.who('customer', 'tessa').id,
    }),
  );
});
afterAll(() => house.close());

const service = (owner: string): Principal => ({
  ...house.who('support', 'ana'),
  domain: 'service',
  id: 'svc_helper' as ServiceId,
  clientId: 'svc_helper',
  person: undefined,
  roles: [],
  groups: [],
  owner,
});

const wish = (customer: string, actions: string[]) => ({
  subject: house.who('customer', customer).id,
  justification: 'The customer wrote that the settings look wrong.',
  authorizationDetails: [
    {
      type: 'delegation_session',
      actions,
      locations: [RESOURCE],
      identifier: house.accountOf(customer),
      purpose: { code: 'check-setting', ref: 'TCK-1042' },
      max_duration: 300,
    },
  ],
});

const asks = (owner: string, customer: string, actions: string[]): Promise<Delegation> =>
  submitRequest(house.context, { principal: service(owner), request: wish(customer, actions) });

const typesOf = async (id: string) => (await house.entries(id)).map(({ type }) => type);

it('an approver does not approve what their own service has asked', async () => {
  const asked = await asks(house.who('admin', 'tess').id, 'mira', WRITE);
  await expect(house.reviews('tess', asked)).rejects.toMatchObject({ code: 'approval_not_permitted' });
  expect(await typesOf(asked.id)).not.toContain('approval.given');
});

it('nor consents to it as one of the customers of the account', async () => {
  const asked = await asks(house.who('admin', 'tess').id, 'mira', READ);
  await expect(house.answers('tessa', asked)).rejects.toMatchObject({ code: 'may_not_consent' });
  expect(await typesOf(asked.id)).not.toContain('delegation.granted');
  expect((await house.answers('mira', asked)).state.status).toBe('granted');
});

it('nor lets it ask for an account of their own', async () => {
  const marked = eq(people.id, house.who('customer', 'tessa').id);
  await house.database.run(update(people).set({ marks: [] }).where(marked));
  const own = service(house.who('admin', 'tess').id);
  const preview = await previewRequest(house.context, { principal: own, request: wish('tessa', READ) });
  expect(preview.decision).toBe('deny');
  await expect(asks(own.owner ?? '', 'tessa', READ)).rejects.toMatchObject({ code: 'policy_denied' });
});

it('a customer who has the address of an owner is not taken for them', async () => {
  const owner = 'tess@northwind.example.com';
  const ivo = eq(people.id, house.who('customer', 'ivo').id);
  await house.database.run(update(people).set({ email: owner, name: 'A. Aardvark' }).where(ivo));
  const asked = await asks(owner, 'mira', WRITE);
  await expect(house.reviews('tess', asked)).rejects.toMatchObject({ code: 'approval_not_permitted' });
});
