import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { update } from '#broker/db/build.ts';
import { clients } from '#broker/oauth/clients/tables.ts';
import { type GatewayHouse, type Inside, openGatewayHouse } from '#test/gateway-house.ts';

let house: GatewayHouse;
let open: Inside;
beforeAll(async () => {
  house = await openGatewayHouse();
  open = await house.goesIn();
});
afterAll(() => house.close());

/** Not 401: the end caller’s credentials are not what is wrong, and no gateway passes a challenge on. */
async function isTurnedAway(answer: Response) {
  expect([answer.status, await answer.text(), answer.headers.get('www-authenticate')]).toEqual([
    403,
    '',
    null,
  ]);
}

it('a caller without certificate, or with one that is no backend’s, learns nothing of a good token', async () => {
  for (const gateway of [null, 'svc_nobody', 'svc_probe', 'console-support'])
    await isTurnedAway(await house.check({ token: open.token, gateway }));
});

it('a certificate of another authority, or one that names two backends, is nobody’s', async () => {
  const sanUris = ['spiffe://countersign.demo/svc_accounts'];
  const certificate = { thumbprint: 'x', subject: '', sanUris, issuedAt: new Date() };
  const two = { ...certificate, sanUris: [...sanUris, 'spiffe://countersign.demo/svc_files'] };
  const { token } = open;
  const headers = {
    'x-original-method': 'GET',
    'x-original-uri': '/accounts',
    authorization: `DPoP ${token}`,
    dpop: house.proof({ method: 'GET', uri: '/accounts', token }),
  };
  for (const connection of [
    { remoteAddress: '127.0.0.1', certificate, untrustedCertificate: true as const },
    { remoteAddress: '127.0.0.1', certificate: two },
  ])
    await isTurnedAway(await house.app.request(`${house.issuer}/v1/check`, { headers }, { connection }));
});

it('a backend that may not introspect, or is disabled, is none', async () => {
  const accounts = eq(clients.id, 'svc_accounts');
  await house.database.run(
    update(clients)
      .set({ scopes: ['outcomes.write'] })
      .where(accounts),
  );
  await isTurnedAway(await house.check({ token: open.token }));
  const disabledAt = house.clock.at;
  await house.database.run(
    update(clients)
      .set({ scopes: ['introspect'], disabledAt })
      .where(accounts),
  );
  await isTurnedAway(await house.check({ token: open.token }));
  await house.database.run(update(clients).set({ disabledAt: null }).where(accounts));
  expect((await house.check({ token: open.token })).status).toBe(204);
});
