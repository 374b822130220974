import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  type Attempt,
  type Dialect,
  type GatewayHouse,
  type Inside,
  openGatewayHouse,
  told,
} from '#test/gateway-house.ts';

let house: GatewayHouse;
let open: Inside;
beforeAll(async () => {
  house = await openGatewayHouse();
  open = await house.goesIn();
});
afterAll(() => house.close());

/** The request at the gateway is a POST to `/admin`; whoever sends it would like to be asked about another one. */
const wanted = (attempt: Attempt, dialect: Dialect) =>
  house.check(
    {
      method: 'POST',
      uri: '/admin',
      proof: house.proof({ method: 'GET', uri: '/accounts', token: open.token }),
      token: open.token,
      ...attempt,
    },
    dialect,
  );

const NGINX = { 'x-original-method': 'GET', 'x-original-uri': '/accounts' };
const TRAEFIK = { 'x-forwarded-method': 'GET', 'x-forwarded-uri': '/accounts' };

it.each<[through: Dialect, headers: Record<string, string>]>([
  ['nginx', TRAEFIK],
  ['nginx', { 'x-forwarded-uri': '/accounts' }],
  ['nginx', { 'x-forwarded-method': 'GET' }],
  ['nginx', { 'delegation-action': 'accounts:settings.read' }],
  ['nginx', { 'delegation-resource': 'account/1' }],
  ['traefik', NGINX],
  ['traefik', { 'x-original-uri': '/accounts' }],
  ['traefik', { 'x-original-method': 'GET' }],
  ['traefik', { 'delegation-action': 'accounts:settings.read' }],
  ['envoy', NGINX],
  ['envoy', TRAEFIK],
  ['envoy', { 'x-original-uri': '/accounts' }],
])('headers of another dialect that came through %s answer nothing: %j', async (through, headers) => {
  expect(await told(await wanted({ headers }, through))).toBe('400');
});

it.each<Dialect>(['nginx', 'traefik', 'envoy'])(
  'a second value beside %s’s own counts for nothing',
  async (through) => {
    const [method, target] = through === 'nginx' ? Object.keys(NGINX) : Object.keys(TRAEFIK);
    const headers =
      through === 'envoy' ? {} : { [String(method)]: 'POST, GET', [String(target)]: '/admin, /accounts' };
    expect(await told(await wanted({ headers }, through))).toMatch(through === 'envoy' ? /^40[13]/ : '403');
  },
);

it('the query of the caller names no action, through whatever gateway', async () => {
  const uri = '/admin?action=accounts:settings.read&resource=account/1';
  for (const dialect of ['nginx', 'traefik', 'envoy'] as const)
    expect(await told(await house.check({ method: 'POST', uri, token: open.token }, dialect))).toBe(
      '403 insufficient_scope',
    );
});

it.each([
  '//accounts',
  '/accounts//8f2c',
  '/accounts%2f8f2c',
  '/accounts/%2e%2e/admin',
  '/accounts/..%2fadmin',
  '/accounts;x=/../admin',
  '/accounts%5cadmin',
  '/accounts%00',
  '/accounts%252f8f2c',
])('%s, which routing and proof could read differently, passes no gateway', async (uri) => {
  const proofs = [uri, uri.toLowerCase().replace('%2f', '/'), '/admin', '/accounts'].map((path) =>
    house.proof({ method: 'GET', uri: path, token: open.token }),
  );
  for (const proof of proofs)
    for (const dialect of ['nginx', 'traefik'] as const)
      expect(await told(await house.check({ uri, proof, token: open.token }, dialect))).toBe('403');
});
