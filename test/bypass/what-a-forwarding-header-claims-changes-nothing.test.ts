import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTokenHouse, proofFor, type TokenHouse } from '../acceptance/token-house.ts';
import { claimsOf } from '../delegated-house.ts';

let house: TokenHouse;
beforeAll(async () => {
  house = await openTokenHouse();
});
afterAll(() => house?.close());

const ELSEWHERE = 'https://evil.example';
const spoofed: Record<string, string>[] = [
  { host: 'evil.example' },
  { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https', 'x-forwarded-port': '443' },
  { forwarded: 'host=evil.example;proto=https;for=10.0.0.1' },
  { 'x-original-url': `${ELSEWHERE}/token`, 'x-rewrite-url': '/token', 'x-original-host': 'evil.example' },
  { 'x-forwarded-prefix': '/evil', 'x-forwarded-path': '/evil', 'x-forwarded-uri': '/evil' },
  { 'x-http-method-override': 'GET', 'x-method-override': 'GET' },
];
const own = { grant_type: 'client_credentials' };

it.each(spoofed)('a proof is for the address we have, whatever %o says', async (headers) => {
  const { probe } = house;
  expect((await house.post(probe, '/token', own, headers)).status).toBe(200);
  for (const htu of [
    `${ELSEWHERE}/token`,
    'https://localhost:3001/evil/token',
    'https://localhost:3001/evil',
  ])
    expect(
      (await house.post(probe, '/token', own, { ...headers, dpop: await house.proof(probe.key, { htu }) }))
        .body.error,
    ).toBe('invalid_dpop_proof');
  const dpop = await house.proof(probe.key, { htm: 'GET' });
  expect((await house.post(probe, '/token', own, { ...headers, dpop })).body.error).toBe(
    'invalid_dpop_proof',
  );
  const own1 = await house.proof(probe.key, proofFor('GET', `${ELSEWHERE}/v1/me`, probe.own));
  const authorization = `DPoP ${probe.own}`;
  expect((await house.send('/v1/me', { headers: { ...headers, authorization, dpop: own1 } })).status).toBe(
    401,
  );
});

it.each(spoofed)('an assertion is for our issuer, whatever %o says', async (headers) => {
  const { probe } = house;
  for (const aud of [ELSEWHERE, `${ELSEWHERE}/token`]) {
    const client_assertion = await house.assertion('svc_probe', probe.key, { aud });
    expect((await house.post(probe, '/token', { ...own, client_assertion }, headers)).body.error).toBe(
      'invalid_client',
    );
  }
});

it.each(spoofed)('what is issued and published names us, whatever %o says', async (headers) => {
  const { issuer, ana } = house;
  const { body } = await house.post(ana, '/token', house.exchanging(ana), headers);
  expect(claimsOf(body.access_token)).toMatchObject({ iss: issuer, act: { iss: issuer } });
  for (const path of ['/.well-known/oauth-authorization-server', '/.well-known/oauth-protected-resource']) {
    const [plain, told] = [await house.send(path, {}), await house.send(path, { headers })];
    expect(told).toEqual(plain);
    expect(plain.text).toContain(issuer);
  }
  const refused = await house.send('/v1/me', { headers });
  expect(refused.status).toBe(401);
  expect(refused.text).not.toContain('evil');
});

it('a certificate that a header tells of is nobody’s', async () => {
  const body = new URLSearchParams({ token: 'x', client_id: 'svc_accounts' });
  for (const name of [
    'client-cert',
    'x-client-cert',
    'x-forwarded-client-cert',
    'x-ssl-client-cert',
    'ssl-client-cert',
  ])
    expect(
      (
        await house.send('/introspect', {
          method: 'POST',
          headers: { [name]: ':MIIB:', 'x-client-san': 'spiffe://countersign.demo/accounts-api' },
          body,
        })
      ).body.error,
      name,
    ).toBe('invalid_client');
});

it('the backend takes a proof for its own address only, whatever is forwarded', async () => {
  const token = await house.delegated(house.ana);
  for (const headers of spoofed) {
    const read = async (url: string) =>
      (
        await house.backend.read({
          ...headers,
          authorization: `DPoP ${token}`,
          dpop: await house.proof(house.ana.key, proofFor('GET', url, token)),
        })
      ).status;
    expect(await read(house.backend.url)).toBe(200);
    expect(await read(`${ELSEWHERE}/accounts/8f2c/profile`)).toBe(401);
  }
});
