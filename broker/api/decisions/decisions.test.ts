import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { update } from '#broker/db/build.ts';
import { clients } from '#broker/oauth/clients/tables.ts';
import { type DelegatedHouse, openDelegatedHouse, type SignedIn } from '#test/delegated-house.ts';

const DECISIONS = '/v1/policies/decisions';
let house: DelegatedHouse;
let auditor: SignedIn;
beforeAll(async () => {
  house = await openDelegatedHouse();
  auditor = await house.signIn('admin', 'audra', { scopes: ['audit.read'] });
  await house.asks('ana', 'mira', ['accounts:profile.read']);
  await house.asks('ben', 'noel', ['accounts:profile.read']);
}, 240_000);
afterAll(() => house.close());

const list = async (who: SignedIn, query = '') => {
  const { status, body } = await house.call(who, 'GET', `${DECISIONS}${query}`);
  return { status, items: body.items as Record<string, unknown>[] };
};

it('an auditor finds decisions by person and by time, with names', async () => {
  const ana = house.who('support', 'ana').id;
  const mira = house.who('customer', 'mira').id;
  const named = { actor: ana, actor_name: 'Ana Sorensen', subject: mira, subject_name: 'Mira Castellanos' };
  expect((await list(auditor, `?person=${ana}`)).items).toMatchObject([named]);
  expect((await list(auditor, `?person=${mira}`)).items).toMatchObject([named]);
  expect((await list(auditor)).items).toHaveLength(2);
  expect((await list(auditor, '?until=2001-01-01T00:00:00.000Z')).items).toEqual([]);
  expect((await list(auditor, '?person=prs_1')).status).toBe(400);
});

it('a service that exports them is told no names', async () => {
  const scopes = ['decisions.read'];
  await house.database.run(update(clients).set({ scopes }).where(eq(clients.id, 'svc_other')));
  const { items } = await list(await house.asService('svc_other', undefined, scopes));
  expect(items).toHaveLength(2);
  for (const one of items) expect(Object.keys(one).filter((name) => name.endsWith('_name'))).toEqual([]);
});

it('one is explained with what the version in force says of it today', async () => {
  const { items } = await list(auditor, `?person=${house.who('support', 'ana').id}`);
  const { status, body } = await house.call(auditor, 'GET', `${DECISIONS}/${items[0]?.id}`);
  expect(status).toBe(200);
  expect(body).toMatchObject({
    decision: 'allow',
    decided_by: [{ id: 'read-with-consent', kind: 'policy' }],
    today: {
      policy_version: house.context.policy.version,
      decision: 'allow',
      decided_by: [{ id: 'read-with-consent' }],
      effect: 'nothing',
      why: [],
    },
  });
});
