import { afterAll, beforeAll, expect, it } from 'vitest';
import { type DelegatedHouse, openDelegatedHouse, type SignedIn } from '#test/delegated-house.ts';

let house: DelegatedHouse;
let max: SignedIn;
beforeAll(async () => {
  house = await openDelegatedHouse();
  max = await house.signIn('admin', 'max', { scopes: ['client.manage'] });
}, 120_000);
afterAll(() => house.close());

const registers = (id: string, owner: string) =>
  house.call(max, 'POST', '/v1/clients', {
    id,
    name: 'A service',
    owner,
    scopes: ['delegation.request'],
    auth: { method: 'tls_client_auth', san_uri: `spiffe://countersign.test/${id}` },
  });

it('whoever registers a service answers for what it asks, and nobody else does', async () => {
  for (const owner of [house.who('admin', 'tess').id, house.who('support', 'ana').id])
    expect(await registers('svc_lent', owner)).toMatchObject({
      status: 403,
      body: { code: 'owner_is_another' },
    });
  expect((await house.call(max, 'GET', '/v1/clients/svc_lent')).status).toBe(404);
  expect(await registers('svc_own', house.who('admin', 'max').id)).toMatchObject({ status: 201 });
});
