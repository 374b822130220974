import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApp } from '#broker/app.ts';
import { update } from '#broker/db/build.ts';
import { endDelegation } from '#broker/delegation/end-delegation.ts';
import { delegations } from '#broker/delegation/tables.ts';
import { Refusal } from '#broker/errors.ts';
import { callerKey, jws, proofOf } from '../broker-fixture.ts';
import {
  type DelegatedHouse,
  openDelegatedHouse,
  READ,
  RESOURCE,
  type SignedIn,
} from '../delegated-house.ts';
import { leaksOf, MARKER } from './leaks.ts';

const EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange';
const ID_TOKEN = 'urn:ietf:params:oauth:token-type:id_token';
const ASSERTION = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

let house: DelegatedHouse;
let ana: SignedIn;
beforeAll(async () => {
  house = await openDelegatedHouse();
  ana = await house.signIn('support', 'ana');
}, 180_000);
afterAll(() => house.close());

interface More {
  headers?: Record<string, string>;
  clientId?: string;
  app?: DelegatedHouse['app'];
  thumbprint?: string;
}

/** To an OAuth endpoint, by a client with its certificate. */
async function post(
  path: string,
  form: Record<string, string>,
  { headers = {}, clientId = 'console-support', app = house.app, thumbprint = ana.thumbprint }: More = {},
): Promise<Response> {
  const sanUris = [`spiffe://countersign.demo/${clientId}`];
  const connection = {
    remoteAddress: '127.0.0.1',
    certificate: { thumbprint, subject: MARKER, sanUris, issuedAt: new Date() },
  };
  const body = new URLSearchParams({ client_id: clientId, ...form, [MARKER]: MARKER, state: MARKER });
  const sent = {
    method: 'POST',
    headers: { 'user-agent': MARKER, 'x-request-id': MARKER, ...headers },
    body,
  };
  return app.request(`${house.issuer}${path}?${MARKER}=${MARKER}`, sent, { connection });
}

const exchange = async (grant: string, more: Record<string, string> = {}, by: More = {}) =>
  post('/token', { ...house.exchangeForm(ana, grant), ...more }, by);

/** A broker in which issuing goes wrong in this way. */
const brokenBy = (fault: () => Promise<void>, rateLimitPerMinute = 1200) =>
  createApp({
    ...house.parts,
    services: {
      ...house.services,
      config: { ...house.services.config, rateLimitPerMinute },
      trouble: { present: async () => false, requireNone: fault },
    },
  });

async function grantOf(become?: 'denied' | 'withdrawn' | 'granted' | 'wanting step-up'): Promise<string> {
  const asked = await house.asks('ana', 'mira', READ);
  const grant = await house.grantToken(ana, asked);
  if (become === 'denied') await house.answers('mira', asked, 'refuse');
  if (become === 'withdrawn') await endDelegation(house.context, { principal: ana.principal, id: asked.id });
  if (become === 'granted' || become === 'wanting step-up') await house.answers('mira', asked);
  if (become === 'wanting step-up') {
    const obligations = { ...asked.obligations, stepUp: 'urn:countersign:acr:passkey' };
    await house.database.run(update(delegations).set({ obligations }).where(eq(delegations.id, asked.id)));
  }
  return grant;
}

const details = (more: object) =>
  JSON.stringify([
    {
      type: 'delegation_session',
      actions: READ,
      locations: [RESOURCE],
      identifier: house.accountOf('mira'),
      purpose: { code: 'check-setting', ref: 'TCK-1042' },
      max_duration: 600,
      ...more,
    },
  ]);

const markedJwt = (header: object = {}, claims: object = {}) =>
  jws(
    { alg: 'ES256', typ: 'JWT', kid: MARKER, ...header },
    { iss: MARKER, sub: MARKER, aud: MARKER, jti: MARKER, ...claims },
    callerKey().privateKey,
  );

const proof = (claims: object = {}, header: object = {}) =>
  proofOf(
    callerKey(),
    { method: 'POST', url: `${house.issuer}/token`, token: MARKER },
    claims as never,
    header as never,
  );

const nonce = () => house.oauth.nonces.current(house.clock.at);
const iat = () => Math.floor(house.clock.at.getTime() / 1000);
const credentials = { grant_type: 'client_credentials' };

/** Each error that the endpoints know, provoked with the marker in everything that can carry it. */
const OAUTH: [error: string, how: string, ask: () => Promise<Response>][] = [
  ['invalid_request', 'a token in the URL', () => post(`/token?token=${MARKER}`, {})],
  [
    'invalid_request',
    'another method',
    async () =>
      house.app.request(
        `${house.issuer}/token?${MARKER}`,
        { method: 'DELETE' },
        { connection: { remoteAddress: MARKER } },
      ),
  ],
  [
    'invalid_request',
    'another media type',
    () => post('/token', {}, { headers: { 'content-type': MARKER } }),
  ],
  [
    'invalid_request',
    'two methods',
    () => post('/introspect', { client_secret: MARKER }, { headers: { authorization: `Basic ${MARKER}` } }),
  ],
  ['invalid_request', 'no token to revoke', () => post('/revoke', {})],
  [
    'invalid_request',
    'a token of another client',
    async () => post('/revoke', { token: (await house.asService()).token }),
  ],
  [
    'invalid_request',
    'a subject token type of nobody',
    () => post('/token', { grant_type: EXCHANGE, subject_token: MARKER, subject_token_type: MARKER }),
  ],
  ['invalid_request', 'a requested type of nobody', () => exchange(MARKER, { requested_token_type: MARKER })],
  ['invalid_request', 'an actor token that is none', () => exchange(MARKER, { actor_token: MARKER })],
  [
    'invalid_request',
    'an actor token of a stranger',
    () => exchange(MARKER, { actor_token: markedJwt({ typ: 'at+jwt' }) }),
  ],
  ['invalid_request', 'a grant token that is none', () => exchange(MARKER)],
  [
    'invalid_request',
    'a grant token of another client',
    async () =>
      exchange(
        await house.grantToken(
          await house.signIn('support', 'ben', { clientId: 'console-admin' }),
          await house.asks('ben', 'noel', READ),
        ),
      ),
  ],
  [
    'invalid_request',
    'a grant token of a colleague',
    async () => {
      const ben = await house.signIn('support', 'ben', { thumbprint: ana.thumbprint });
      return exchange(await house.grantToken(ben, await house.asks('ben', 'noel', READ)));
    },
  ],
  ['invalid_request', 'a delegation that was withdrawn', async () => exchange(await grantOf('withdrawn'))],
  [
    'invalid_request',
    'an ID token of nobody',
    () => post('/token', { grant_type: EXCHANGE, subject_token: markedJwt(), subject_token_type: ID_TOKEN }),
  ],
  ['invalid_client', 'nobody', () => post('/token', credentials, { clientId: MARKER })],
  [
    'invalid_client',
    'a header',
    () => post('/token', credentials, { headers: { authorization: `${MARKER} ${MARKER}` } }),
  ],
  [
    'invalid_client',
    'an assertion that is none',
    () => post('/revoke', { client_assertion_type: MARKER, client_assertion: MARKER }),
  ],
  [
    'invalid_client',
    'an assertion of nobody',
    () =>
      post('/introspect', {
        client_assertion_type: ASSERTION,
        client_assertion: markedJwt({}, { sub: 'svc_probe', iss: 'svc_probe' }),
      }),
  ],
  [
    'invalid_grant',
    'a refresh token of nobody',
    () => post('/token', { grant_type: 'refresh_token', refresh_token: MARKER }),
  ],
  [
    'invalid_grant',
    'a refresh token of somebody else',
    async () =>
      post('/token', {
        grant_type: 'refresh_token',
        refresh_token: await house.refreshToken(await house.signIn('admin', 'tess')),
      }),
  ],
  ['unauthorized_client', 'a door', () => post('/token', credentials)],
  [
    'unauthorized_client',
    'a door that nobody acts through',
    async () => exchange(await grantOf(), {}, { clientId: 'console-admin' }),
  ],
  ['unsupported_grant_type', 'a grant type of nobody', () => post('/token', { grant_type: MARKER })],
  ['invalid_scope', 'a scope of nobody', async () => exchange(await grantOf('granted'), { scope: MARKER })],
  [
    'invalid_scope',
    'a scope of nobody, for a service',
    () => post('/token', { ...credentials, scope: MARKER }, { clientId: 'svc_probe' }),
  ],
  ['invalid_target', 'an audience', async () => exchange(await grantOf('granted'), { audience: MARKER })],
  ['invalid_target', 'no URI', () => exchange(MARKER, { resource: MARKER })],
  [
    'invalid_target',
    'a backend of nobody',
    async () => exchange(await grantOf('granted'), { resource: `https://${MARKER}.example` }),
  ],
  [
    'invalid_authorization_details',
    'no JSON',
    async () => exchange(await grantOf(), { authorization_details: `{${MARKER}` }),
  ],
  [
    'invalid_authorization_details',
    'members of nobody',
    async () =>
      exchange(await grantOf(), { authorization_details: details({ [MARKER]: MARKER, type: MARKER }) }),
  ],
  [
    'invalid_authorization_details',
    'more than was granted',
    async () =>
      exchange(await grantOf('granted'), {
        authorization_details: details({ identifier: `account/${MARKER.toLowerCase()}` }),
      }),
  ],
  ['authorization_pending', 'not yet', async () => exchange(await grantOf())],
  [
    'slow_down',
    'too soon',
    async () => {
      const grant = await grantOf();
      await exchange(grant);
      return exchange(grant);
    },
  ],
  ['access_denied', 'the customer said no', async () => exchange(await grantOf('denied'))],
  [
    'unmet_authentication_requirements',
    'a weak sign-in',
    async () => exchange(await grantOf('wanting step-up')),
  ],
  [
    'use_dpop_nonce',
    'a nonce of nobody',
    () => post('/token', credentials, { headers: { dpop: proof({ iat: iat(), nonce: MARKER }) } }),
  ],
  ['invalid_dpop_proof', 'no proof', () => post('/token', credentials, { headers: { dpop: MARKER } })],
  [
    'invalid_dpop_proof',
    'a proof for elsewhere',
    () =>
      post('/token', credentials, {
        headers: { dpop: proof({ iat: iat(), nonce: nonce(), htu: `https://${MARKER}` }) },
      }),
  ],
  [
    'invalid_dpop_proof',
    'a proof with a key of nobody',
    () =>
      post('/token', credentials, { headers: { dpop: proof({}, { alg: MARKER, jwk: { kty: MARKER } }) } }),
  ],
  [
    'unsupported_token_type',
    'a grant token',
    async () => post('/revoke', { token: await grantOf(), token_type_hint: MARKER }),
  ],
  [
    'temporarily_unavailable',
    'too many',
    async () => {
      const app = brokenBy(async () => undefined, 1);
      await post('/token', credentials, { app });
      return post('/token', credentials, { app });
    },
  ],
  [
    'temporarily_unavailable',
    'trouble',
    () =>
      post('/token', credentials, {
        clientId: 'svc_probe',
        app: brokenBy(async () => {
          throw new Refusal('log_behind', MARKER, { status: 503, detail: MARKER });
        }),
      }),
  ],
  [
    'server_error',
    'a fault',
    () =>
      post('/token', credentials, {
        clientId: 'svc_probe',
        app: brokenBy(async () => {
          throw new Error(`${MARKER} in /srv/broker/audit/record.ts`);
        }),
      }),
  ],
  [
    'expired_token',
    'too late',
    async () => {
      const grant = await grantOf();
      house.clock.pass(24 * 3600 + 1);
      ana = await house.signIn('support', 'ana', { thumbprint: ana.thumbprint });
      return exchange(grant);
    },
  ],
];

/** RFC 6749 §5.2, RFC 8693 §2.2.2, RFC 8628 §3.5, RFC 9396 §5, RFC 9449 §5 and §8, RFC 9470, RFC 7009 §2.2.1, and what the broker adds. */
const ALL = [
  'access_denied',
  'authorization_pending',
  'expired_token',
  'invalid_authorization_details',
  'invalid_client',
  'invalid_dpop_proof',
  'invalid_grant',
  'invalid_request',
  'invalid_scope',
  'invalid_target',
  'server_error',
  'slow_down',
  'temporarily_unavailable',
  'unauthorized_client',
  'unmet_authentication_requirements',
  'unsupported_grant_type',
  'unsupported_token_type',
  'use_dpop_nonce',
];
const EXTENSIONS = [
  'error',
  'error_description',
  'reason',
  'interval',
  'acr_values',
  'max_age',
  'type',
  'violated-policies',
];

describe('the OAuth endpoints', () => {
  it('are provoked to every error that they know', () => {
    expect([...new Set(OAUTH.map(([error]) => error))].sort()).toEqual(ALL);
  });

  it.each(OAUTH)('say nothing in %s that they must not: %s', async (error, _how, ask) => {
    const [{ status, body }, leaks] = await leaksOf(await ask(), []);
    expect(body.error).toBe(error);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(leaks).toEqual([]);
    expect(Object.keys(body).filter((member) => !EXTENSIONS.includes(member))).toEqual([]);
  });
});
