import { afterAll, beforeAll, expect, it } from 'vitest';
import { callerKey, proofOf } from '#test/broker-fixture.ts';
import { type GatewayHouse, type Inside, openGatewayHouse, told } from '#test/gateway-house.ts';

let house: GatewayHouse;
let open: Inside;
beforeAll(async () => {
  house = await openGatewayHouse();
  open = await house.goesIn();
});
afterAll(() => house.close());

const uri = '/accounts/profile';
const check = (attempt: Parameters<GatewayHouse['check']>[0] = {}) =>
  house.check({ uri, token: open.token, ...attempt });
const proof = (more: Record<string, unknown> = {}, of: { method?: string; uri?: string } = {}) =>
  house.proof({ method: 'GET', uri, token: open.token, ...of, claims: more });

it('without a proof, or as a bearer token, a stolen token opens nothing', async () => {
  expect(await told(await check({ proof: null }))).toBe('401 invalid_dpop_proof');
  expect(await told(await check({ proof: '' }))).toBe('401 invalid_dpop_proof');
  expect(await told(await check({ scheme: 'Bearer' }))).toBe('401 invalid_token');
  expect(await told(await check({ scheme: 'Bearer', proof: null }))).toBe('401 invalid_token');
});

it('a proof of another request opens nothing', async () => {
  const others = [
    proof({}, { method: 'PUT' }),
    proof({}, { method: 'get' }),
    proof({}, { uri: '/accounts' }),
    proof({}, { uri: '/accounts/profile/' }),
    proof({ htu: `https://localhost:3001${uri}` }),
    proof({ htu: 'https://localhost:3001/v1/check' }),
    proof({ htu: `https://user@localhost:3002${uri}` }),
    proof({ htu: `http://localhost:3002${uri}` }),
    proof({ ath: undefined }),
    proof({ ath: 'another' }),
    proof({ iat: 1 }),
    `${proof()}, ${proof()}`,
  ];
  const put = { method: 'PUT', action: 'accounts:settings.read' };
  expect(await told(await check({ ...put, proof: proof() }))).toBe('401 invalid_dpop_proof');
  for (const other of others)
    expect(await told(await check({ proof: other }))).toBe('401 invalid_dpop_proof');
});

it('a proof by another key opens nothing', async () => {
  const iat = Math.floor(house.clock.at.getTime() / 1000);
  const of = { method: 'GET', url: `https://localhost:3002${uri}`, token: open.token };
  expect(await told(await check({ proof: proofOf(callerKey(), of, { iat }) }))).toBe('401 invalid_token');
});

it('a proof counts once, whatever gateway and whatever dialect it comes through', async () => {
  const once = proof();
  expect((await check({ proof: once })).status).toBe(204);
  for (const dialect of ['nginx', 'traefik', 'envoy'] as const)
    expect(await told(await house.check({ uri, token: open.token, proof: once }, dialect))).toBe(
      '401 invalid_dpop_proof',
    );
});

it('a proof that is used at two gateways at once opens one', async () => {
  const once = proof();
  const answers = await Promise.all([check({ proof: once }), check({ proof: once }), check({ proof: once })]);
  expect(answers.map(({ status }) => status).sort()).toEqual([204, 401, 401]);
});

it('what was used at the broker is used up at the gateway, and the other way round', async () => {
  const me = async (jti: string) => {
    const url = `${house.issuer}/v1/me`;
    const iat = Math.floor(house.clock.at.getTime() / 1000);
    const { token } = house.ana;
    const dpop = proofOf(house.key, { method: 'GET', url, token }, { iat, jti });
    const headers = { authorization: `DPoP ${token}`, dpop };
    const connection = { remoteAddress: '127.0.0.1' };
    return (await house.app.request(url, { headers }, { connection })).status;
  };
  expect(await me('first')).toBe(200);
  expect(await told(await check({ proof: proof({ jti: 'first' }) }))).toBe('401 invalid_dpop_proof');
  expect((await check({ proof: proof({ jti: 'second' }) })).status).toBe(204);
  expect(await me('second')).toBe(401);
});
