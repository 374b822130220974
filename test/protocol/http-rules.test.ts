import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestBroker, type TestBroker } from '../broker-app.ts';
import { type CallerKey, callerKey, proofOf } from '../broker-fixture.ts';
import { ISSUER } from '../demo.ts';

const MTLS = 'https://mtls.localhost:3001';
const FORM = 'application/x-www-form-urlencoded';

let broker: TestBroker;
beforeAll(async () => {
  broker = await openTestBroker({ mtlsUrl: MTLS });
}, 180_000);
afterAll(() => broker.close());

interface Sent {
  method?: string;
  query?: string;
  headers?: Record<string, string>;
  body?: string;
}

async function send(path: string, { method = 'POST', query = '', headers = {}, body }: Sent) {
  const sanUris = ['spiffe://countersign.demo/svc_probe'];
  const certificate = { thumbprint: 'A'.repeat(43), subject: '', sanUris, issuedAt: new Date() };
  return broker.app.request(
    `${ISSUER}${path}${query}`,
    { method, headers, ...(body === undefined ? {} : { body }) },
    { connection: { remoteAddress: '127.0.0.1', certificate } },
  );
}

/** A request that is right, of each endpoint. */
const RIGHT: Record<string, string> = {
  '/token': 'client_id=svc_probe&grant_type=client_credentials',
  '/introspect': 'client_id=svc_probe&token=a.b.c',
  '/revoke': 'client_id=svc_probe&token=a.b.c',
};
const ENDPOINTS = Object.keys(RIGHT);
/** What each endpoint says when the parameter that it turns on is not there. */
const MISSING: Record<string, string> = {
  '/token': 'grant_type is missing',
  '/introspect': 'token is missing',
  '/revoke': 'token is missing',
};

/** A proof that lacks the nonce only, and so is told it. */
const own = (key: CallerKey) =>
  proofOf(key, { method: 'POST', url: `${ISSUER}/token`, token: '' }, { ath: undefined });

const form = (body: string, more: Record<string, string> = {}): Sent => ({
  headers: { 'content-type': FORM, ...more },
  body,
});
const invalid = (error_description: string) => ({ error: 'invalid_request', error_description });
const invalidClient = { error: 'invalid_client', error_description: 'client authentication failed' };

type Row = [
  rule: string,
  sent: (right: string) => Sent,
  status: number,
  body: (path: string) => object,
  headers?: object,
];

const noChallenge = { 'www-authenticate': null };
const rows: Row[] = [
  [
    'RFC 6749 §3.2: GET is no method',
    () => ({ method: 'GET' }),
    405,
    () => invalid('only POST is served here'),
    { allow: 'POST' },
  ],
  [
    'RFC 6749 §3.2: nor is PUT',
    (right) => ({ method: 'PUT', ...form(right) }),
    405,
    () => invalid('only POST is served here'),
    { allow: 'POST' },
  ],
  [
    'RFC 6749 §3.2: JSON is no form',
    () => ({ headers: { 'content-type': 'application/json' }, body: '{}' }),
    415,
    () => invalid('the body must be a form'),
  ],
  [
    'RFC 6749 §3.2: text that looks like a form is none',
    (right) => ({ headers: { 'content-type': 'text/plain' }, body: right }),
    415,
    () => invalid('the body must be a form'),
  ],
  ...['client_assertion', 'token', 'subject_token', 'access_token', 'client_secret'].map(
    (name): Row => [
      `RFC 6750 §5.3: ${name} does not belong in the URL`,
      (right) => ({ query: `?${name}=x`, ...form(right) }),
      400,
      () => invalid('tokens and assertions do not belong in the URL'),
    ],
  ),
  [
    'RFC 6749 §2.3.1: the client is not named in the URL',
    (right) => ({ query: '?client_id=svc_probe', ...form(right.replace('client_id=svc_probe&', '')) }),
    401,
    () => invalidClient,
    noChallenge,
  ],
  [
    'RFC 6749 §3.2: no parameter twice',
    (right) => form(`${right}&scope=a&scope=a`),
    400,
    () => invalid('a parameter is repeated'),
  ],
  [
    'RFC 6749 §3.2: one without a value is not there',
    (right) => form(right.replace(/(grant_type|token)=[^&]*/, '$1=')),
    400,
    (path) => invalid(MISSING[path] ?? ''),
  ],
  [
    'RFC 6749 §2.3: one method of authentication, not two',
    (right) => form(`${right}&client_secret=x`, { authorization: 'Basic eA==' }),
    400,
    () => invalid('more than one client authentication method was used'),
  ],
  [
    'RFC 6749 §5.2: Basic is answered in kind',
    (right) => form(right, { authorization: 'Basic eDp5' }),
    401,
    () => invalidClient,
    { 'www-authenticate': 'Basic realm="countersign"' },
  ],
  [
    'RFC 6749 §5.2: so is DPoP',
    (right) => form(right, { authorization: 'DPoP a.b.c' }),
    401,
    () => invalidClient,
    { 'www-authenticate': 'DPoP realm="countersign"' },
  ],
  [
    'RFC 6749 §5.2: a scheme of nobody is not repeated',
    (right) => form(right, { authorization: 'Marker x' }),
    401,
    () => invalidClient,
    { 'www-authenticate': 'Bearer realm="countersign"' },
  ],
  [
    'RFC 6749 §5.2: no challenge where the header was not used',
    (right) => form(`${right.replace('svc_probe', 'svc_nobody')}`),
    401,
    () => invalidClient,
    noChallenge,
  ],
  [
    'RFC 9110 §15.5.14: what is longer than 64 KiB is not read',
    (right) => form(`${right}&scope=${'a'.repeat(66_000)}`),
    413,
    () => invalid('the request is too long'),
  ],
];

describe.each(ENDPOINTS)('%s', (path) => {
  it.each(rows)('%s', async (_rule, sent, status, body, headers = {}) => {
    const answer = await send(path, sent(RIGHT[path] ?? ''));
    expect([answer.status, await answer.json()]).toEqual([status, body(path)]);
    for (const [name, value] of Object.entries(headers)) expect(answer.headers.get(name)).toBe(value);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('content-type')).toBe('application/json');
  });

  it('RFC 6749 §3.2: ignores what it does not know, and a charset', async () => {
    const sent = {
      ...form(`${RIGHT[path]}&marker=1`),
      headers: { 'content-type': `${FORM}; charset=UTF-8` },
    };
    const answer = await send(path, sent);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('content-type')).toBe('application/json');
  });
});

describe('the sender of a token request', () => {
  const right = form(RIGHT['/token'] ?? '');

  it('RFC 8705 §3: binds the token to the certificate, and the token is called Bearer', async () => {
    expect(await (await send('/token', right)).json()).toEqual({
      access_token: expect.any(String),
      token_type: 'Bearer',
      expires_in: 300,
      scope: 'delegation.request delegation.run',
    });
  });

  it.each([
    ['the issuer', ISSUER, 200],
    ['the host for certificates (RFC 8705 §5)', MTLS, 200],
    ['another host', 'https://localhost:3009', 400],
  ])('RFC 9449 §4.3: proves its key for the endpoint under %s', async (_where, url, status) => {
    const key = callerKey();
    const prove = (nonce?: string | null) => {
      const dpop = proofOf(
        key,
        { method: 'POST', url: `${url}/token`, token: '' },
        { ath: undefined, nonce },
      );
      return send('/token', { ...right, headers: { ...right.headers, dpop } });
    };
    const nonce = (
      await send('/token', { ...right, headers: { ...right.headers, dpop: own(key) } })
    ).headers.get('dpop-nonce');
    const answer = await prove(nonce);
    const { error, token_type } = (await answer.json()) as Record<string, unknown>;
    expect([answer.status, error ?? token_type]).toEqual([
      status,
      status === 200 ? 'DPoP' : 'invalid_dpop_proof',
    ]);
  });
});
