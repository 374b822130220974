import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { revealFields } from '#broker/session/reveal-fields.ts';
import { type GatewayHouse, type Inside, openGatewayHouse } from './gateway-house.ts';

let house: GatewayHouse;
let open: Inside;
beforeAll(async () => {
  house = await openGatewayHouse();
  open = await house.goesIn();
});
afterAll(() => house.close());

const example = (path: string) =>
  readFileSync(new URL(`../examples/gateways/${path}`, import.meta.url), 'utf8');

function send(path: string, method: string, headers: Record<string, string>): Promise<Response> {
  const certificate = {
    thumbprint: 'svc_accounts',
    subject: '',
    sanUris: ['spiffe://countersign.demo/svc_accounts'],
    issuedAt: new Date(),
  };
  const connection = { remoteAddress: '127.0.0.1', certificate };
  return Promise.resolve(house.app.request(`${house.issuer}${path}`, { method, headers }, { connection }));
}

const credentials = (method: string, uri: string) => ({
  authorization: `DPoP ${open.token}`,
  dpop: house.proof({ method, uri, token: open.token }),
});

/** Forward-auth: a GET at the address as it is written, with `authRequestHeaders`, and what it sets itself. */
async function traefik(address: string, method: string, uri: string): Promise<Response> {
  return send(address, 'GET', {
    ...credentials(method, uri),
    'x-forwarded-method': method,
    'x-forwarded-proto': 'https',
    'x-forwarded-host': 'localhost:3002',
    'x-forwarded-uri': uri,
    'x-forwarded-for': '203.0.113.7',
  });
}

/** ext_authz over HTTP: the caller's method and, behind `path_prefix`, path; no body; what is allowed and added. */
async function envoy(added: Record<string, string>, method: string, uri: string): Promise<Response> {
  const prefix = /path_prefix: (\S+)/.exec(example('envoy/envoy.yaml'))?.[1];
  return send(`${prefix}${uri}`, method, { ...credentials(method, uri), 'content-length': '0', ...added });
}

const settings = () => `/accounts/${house.account}/settings`;

it('Traefik, as its example is configured, is answered 2xx or the refusal that it passes on', async () => {
  const [any, read, change, ...more] = [
    ...example('traefik/dynamic.yaml').matchAll(/address: "https:\/\/localhost:3001([^"]+)"/g),
  ].map(([, address]) => String(address));
  expect(more).toEqual([]);
  expect((await traefik(String(any), 'GET', '/accounts?page=2')).status).toBe(204);
  expect((await traefik(String(any), 'POST', '/accounts')).status).toBe(403);
  const seen = await traefik(String(read), 'GET', settings());
  expect([seen.status, seen.headers.get('delegation-resource')]).toEqual([204, `account/${house.account}`]);
  expect((await traefik(String(read), 'GET', '/accounts/another/settings')).status).toBe(403);
  const changed = await traefik(String(change), 'PUT', settings());
  expect([changed.status, changed.headers.get('www-authenticate')]).toEqual([
    403,
    expect.stringContaining('scope="accounts:settings.update"'),
  ]);
});

it('every header that Traefik is told to pass on is one that the broker sends', async () => {
  const listed = [...example('traefik/dynamic.yaml').matchAll(/- (Delegation-\w+)$/gm)].map(
    ([, name]) => name,
  );
  const sentWith = async (action: string, method: string) => {
    const answer = await traefik(`/v1/check?action=${action}&resource=account/{2}`, method, settings());
    return [...answer.headers.keys()].filter((name) => name.startsWith('delegation-'));
  };
  await house.newDay();
  open = await house.goesIn();
  const { principal } = house.ana;
  const revealing = { action: 'accounts:profile.read', fields: ['phone'], reason: 'She asks for it.' };
  await revealFields(house.context, { principal, sid: open.session.id, ...revealing });
  const grant = await house.grantToken(house.ana, open.session.delegation, open.session);
  open = { ...open, token: String((await house.exchange(house.ana, grant)).body.access_token) };
  const revealed = await sentWith('accounts:profile.read', 'GET');
  await house.newDay();
  open = await house.goesInToChange();
  const changed = await sentWith('accounts:settings.update', 'PUT');
  const sent = [...new Set([...revealed, ...changed])];
  expect(sent.sort()).toEqual(listed.map((name) => String(name).toLowerCase()).sort());
  for (const name of listed) {
    expect(example('envoy/envoy.yaml')).toContain(`remove: ${String(name).toLowerCase()}`);
    expect(example('nginx/behind.conf')).toMatch(new RegExp(`proxy_set_header ${name} +\\$`));
  }
});

it('Envoy, as its example is configured, is answered 200 for yes and by nothing else', async () => {
  const named = [...example('envoy/envoy.yaml').matchAll(/key: (delegation-\w+), value: "([^"]+)"/g)];
  const [read, change] = [named.slice(0, 2), named.slice(2, 4)].map((pairs) =>
    Object.fromEntries(pairs.map(([, key, value]) => [String(key), String(value)])),
  );
  expect((await envoy({}, 'GET', '/accounts?page=2')).status).toBe(200);
  expect((await envoy({}, 'DELETE', '/accounts')).status).toBe(403);
  expect((await envoy(read ?? {}, 'GET', settings())).status).toBe(200);
  expect((await envoy(read ?? {}, 'HEAD', settings())).status).toBe(200);
  expect((await envoy(read ?? {}, 'GET', '/accounts/another/settings')).status).toBe(403);
  const changed = await envoy(change ?? {}, 'PUT', settings());
  expect([changed.status, changed.headers.get('delegation-action')]).toEqual([
    200,
    'accounts:settings.update',
  ]);
});
