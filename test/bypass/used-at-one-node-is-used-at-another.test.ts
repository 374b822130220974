import { afterAll, beforeAll, expect, it } from 'vitest';
import { createApp } from '#broker/app.ts';
import { openOAuth } from '#broker/oauth/open-oauth.ts';
import { eventFeed } from '#broker/signals/event-feed.ts';
import { openSignalLog } from '#broker/signals/poll-log.ts';
import { openTokenHouse, proofFor, type TokenHouse } from '../acceptance/token-house.ts';

let house: TokenHouse;
beforeAll(async () => {
  house = await openTokenHouse();
});
afterAll(() => house?.close());

type Clock = TokenHouse['services']['clock'];

/** Another process over the same database: it remembers nothing of the first, and has its own idea of the time. */
async function otherNode(clock: Clock = house.services.clock) {
  const { config, database } = house;
  const services = { ...house.services, clock, node: 'other' };
  const app = createApp({
    services,
    oauth: openOAuth(config, clock),
    backlog: { ageMs: async () => 0 },
    feed: eventFeed(database.handle, () => undefined),
    signals: await openSignalLog(database.handle),
  });
  return async (path: string, init: RequestInit) => {
    const response = await app.request(`${house.issuer}${path}`, init, {
      connection: { remoteAddress: '127.0.0.1' },
    });
    return { status: response.status, body: JSON.parse((await response.text()) || '{}') };
  };
}

const behind = (seconds: number): Clock => ({
  now: () => new Date(house.clock.at.getTime() - seconds * 1000),
  get sql() {
    return house.services.clock.sql;
  },
});

const ASSERTION = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const credentials = (client_assertion: string) =>
  new URLSearchParams({
    grant_type: 'client_credentials',
    client_assertion,
    client_assertion_type: ASSERTION,
  });
const at = async (client_assertion: string, proof?: string) => ({
  method: 'POST',
  headers: { dpop: proof ?? (await house.proof(house.probe.key)) },
  body: credentials(client_assertion),
});

it('an assertion, a proof, an ID token, and an old refresh token', async () => {
  const { probe, ana } = house;
  const other = await otherNode();
  const assertion = await house.assertion('svc_probe', probe.key);
  expect((await house.send('/token', await at(assertion))).status).toBe(200);
  expect((await other('/token', await at(assertion))).body.error).toBe('invalid_client');

  const proof = await house.proof(probe.key);
  const fresh = () => house.assertion('svc_probe', probe.key);
  expect((await house.send('/token', await at(await fresh(), proof))).status).toBe(200);
  expect((await other('/token', await at(await fresh(), proof))).body.error).toBe('invalid_dpop_proof');

  const dpop = await house.proof(ana.key, proofFor('GET', `${house.issuer}/v1/me`, ana.own));
  const headers = { authorization: `DPoP ${ana.own}`, dpop };
  expect((await house.send('/v1/me', { headers })).status).toBe(200);
  expect((await other('/v1/me', { headers })).status).toBe(401);

  const idToken = await house.idToken('support', 'ana', {});
  const signIn = async () => ({
    method: 'POST',
    headers: { dpop: await house.proof(ana.key) },
    body: new URLSearchParams({
      grant_type: house.exchanging(ana).grant_type,
      subject_token: idToken,
      subject_token_type: 'urn:ietf:params:oauth:token-type:id_token',
      client_assertion: await house.assertion('console-support', ana.key),
      client_assertion_type: ASSERTION,
    }),
  });
  const first = await house.send('/token', await signIn());
  expect(first.status).toBe(200);
  expect((await other('/token', await signIn())).body.reason).toBe('subject_token_invalid');

  const refresh = async () => ({
    method: 'POST',
    headers: { dpop: await house.proof(ana.key) },
    body: new URLSearchParams({
      grant_type: 'refresh_token',
      refresh_token: String(first.body.refresh_token),
      client_assertion: await house.assertion('console-support', ana.key),
      client_assertion_type: ASSERTION,
    }),
  });
  expect((await house.send('/token', await refresh())).status).toBe(200);
  house.pass(11);
  expect((await other('/token', await refresh())).body.error).toBe('invalid_grant');
});

/** A node more than two seconds off is not ready; up to that it must not take what is over elsewhere. */
it('an assertion at a node whose clock is two seconds late, at its very end', async () => {
  const { probe } = house;
  const late = await otherNode(behind(2));
  const assertion = await house.assertion('svc_probe', probe.key, { exp: house.now() + 60 });
  expect((await house.send('/token', await at(assertion))).status).toBe(200);
  for (const seconds of [64, 1, 1, 1]) {
    house.pass(seconds);
    const proof = await house.proof(probe.key, { iat: house.now() - 2 });
    expect((await late('/token', await at(assertion, proof))).body.error).toBe('invalid_client');
  }
});

it('a proof at a node whose clock is two seconds late, at its very end', async () => {
  const { probe } = house;
  const late = await otherNode(behind(2));
  const proof = await house.proof(probe.key, { iat: house.now() + 15 });
  const fresh = () => house.assertion('svc_probe', probe.key, { iat: house.now() - 2 });
  expect((await house.send('/token', await at(await fresh(), proof))).status).toBe(200);
  for (const seconds of [73, 1, 1, 1, 1, 12, 2]) {
    house.pass(seconds);
    expect((await late('/token', await at(await fresh(), proof))).status).toBe(400);
  }
});
