import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { update } from '#broker/db/build.ts';
import { findPerson } from '#broker/identity/find-person.ts';
import { people } from '#broker/identity/tables.ts';
import { clients } from '#broker/oauth/clients/tables.ts';
import { type DelegatedHouse, openDelegatedHouse, type SignedIn } from '#test/delegated-house.ts';
import { harmless } from '#test/policy-drafts.ts';
import { attacker, projected } from '#test/tamper.ts';

const PROPOSALS = '/v1/policies/proposals';
let house: DelegatedHouse;
let service: SignedIn;
let n = 100;
const pia = () => house.who('admin', 'pia').id;
const pat = () => house.who('admin', 'pat').id;
const ADDRESS = 'pia@northwind.example.com';
beforeAll(async () => {
  house = await openDelegatedHouse();
  const owned = { owner: ADDRESS, scopes: ['policy.propose'] };
  await house.database.run(update(clients).set(owned).where(eq(clients.id, 'svc_other')));
  service = await house.asService('svc_other', undefined, ['policy.propose']);
  await projected(house);
});
afterAll(() => house.close());

const proposes = () =>
  house.call(service, 'POST', PROPOSALS, { files: harmless(++n), reason: 'As we agreed.' });

it('what a service files counts as of whom the registry names by address', async () => {
  const { status, body } = await proposes();
  expect(status).toBe(201);
  expect(body).toMatchObject({ proposed_by: { id: pia() } });
  await house.call(service, 'DELETE', `${PROPOSALS}/${body.id}`);
});

it('whoever exchanges addresses in the database is not their own second person', async () => {
  const attack = attacker(house);
  await attack.set('people', pia(), { email: 'somebody@northwind.example.com' });
  await attack.set('people', pat(), { email: ADDRESS });
  const { status, body } = await proposes();
  expect(body).toMatchObject({ code: 'owner_not_policy_owner' });
  expect(status).toBe(403);
  for (const id of [pia(), pat()])
    expect(await findPerson(house.context.reader, id)).toMatchObject({ enabled: false, isBroken: true });
  await house.database.run(update(people).set({ email: ADDRESS }).where(eq(people.id, pia())));
});
