import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestBroker, type TestBroker } from '../broker-app.ts';

const ISSUER = 'https://broker.example/tenant';
const MTLS = 'https://mtls.broker.example/tenant';
const ALGORITHMS = ['ES256', 'PS256', 'Ed25519'];
const METHODS = ['private_key_jwt', 'tls_client_auth'];

let broker: TestBroker;
beforeAll(async () => {
  broker = await openTestBroker({ issuer: ISSUER, mtlsUrl: MTLS });
}, 180_000);
afterAll(() => broker.close());

/** What stands at that path of the issuer's host. */
async function at(path: string) {
  const answer = await broker.app.request(`https://broker.example${path}`, undefined, {
    connection: { remoteAddress: '127.0.0.1' },
  });
  const text = await answer.text();
  return {
    status: answer.status,
    headers: answer.headers,
    text,
    body: JSON.parse(text) as Record<string, unknown>,
  };
}

const emptyLists = (body: Record<string, unknown>) =>
  Object.entries(body).flatMap(([name, value]) => (Array.isArray(value) && value.length === 0 ? [name] : []));

const scopes = expect.arrayContaining(['delegation.request', 'delegation.run', 'consent.give', 'introspect']);

describe('RFC 8414, the metadata of the authorization server', () => {
  it('§3: stands between host and path, and names the issuer byte for byte', async () => {
    const { status, headers, body } = await at('/.well-known/oauth-authorization-server/tenant');
    expect([status, headers.get('content-type')]).toEqual([200, 'application/json']);
    expect(body.issuer).toBe(ISSUER);
    expect((await at('/.well-known/oauth-authorization-server')).status).toBe(404);
  });

  it('§2: says what is served and nothing that is not', async () => {
    const { body } = await at('/.well-known/oauth-authorization-server/tenant');
    const jwtAlgorithms = [...ALGORITHMS, 'EdDSA'];
    expect(body).toMatchObject({
      token_endpoint: `${ISSUER}/token`,
      jwks_uri: `${ISSUER}/jwks`,
      introspection_endpoint: `${ISSUER}/introspect`,
      revocation_endpoint: `${ISSUER}/revoke`,
      grant_types_supported: [
        'urn:ietf:params:oauth:grant-type:token-exchange',
        'refresh_token',
        'client_credentials',
      ],
      response_types_supported: [],
      scopes_supported: scopes,
      token_endpoint_auth_methods_supported: METHODS,
      introspection_endpoint_auth_methods_supported: METHODS,
      revocation_endpoint_auth_methods_supported: METHODS,
      token_endpoint_auth_signing_alg_values_supported: jwtAlgorithms,
      introspection_endpoint_auth_signing_alg_values_supported: jwtAlgorithms,
      revocation_endpoint_auth_signing_alg_values_supported: jwtAlgorithms,
      authorization_details_types_supported: ['delegation_session'],
      introspection_signing_alg_values_supported: ['ES256'],
    });
    expect(
      Object.keys(body).filter((name) => /authorization_endpoint|registration|userinfo/.test(name)),
    ).toEqual([]);
  });

  it('§2: has no list of nothing, but that of response types', async () => {
    const { body } = await at('/.well-known/oauth-authorization-server/tenant');
    expect(emptyLists(body)).toEqual(['response_types_supported']);
  });

  it('RFC 9449 §5.1 and RFC 8705 §3.3, §5: how senders are bound, and where certificates are shown', async () => {
    const { body } = await at('/.well-known/oauth-authorization-server/tenant');
    expect(body).toMatchObject({
      dpop_signing_alg_values_supported: ALGORITHMS,
      tls_client_certificate_bound_access_tokens: true,
      mtls_endpoint_aliases: {
        token_endpoint: `${MTLS}/token`,
        introspection_endpoint: `${MTLS}/introspect`,
        revocation_endpoint: `${MTLS}/revoke`,
      },
    });
  });
});

describe('RFC 9728, the metadata of the JSON API', () => {
  it('§3: stands between host and path, and says all there is', async () => {
    const { status, headers, body } = await at('/.well-known/oauth-protected-resource/tenant');
    expect([status, headers.get('content-type')]).toEqual([200, 'application/json']);
    expect(body).toEqual({
      resource: ISSUER,
      authorization_servers: [ISSUER],
      jwks_uri: `${ISSUER}/jwks`,
      scopes_supported: scopes,
      bearer_methods_supported: ['header'],
      resource_name: expect.any(String),
      tls_client_certificate_bound_access_tokens: true,
      dpop_signing_alg_values_supported: ALGORITHMS,
    });
  });
});

describe('RFC 7517, the keys', () => {
  it('§4: each has a name, one algorithm and one use, and nothing private', async () => {
    const { status, headers, body } = await at('/jwks');
    expect([status, headers.get('content-type')]).toEqual([200, 'application/jwk-set+json']);
    const keys = body.keys as Record<string, unknown>[];
    expect(keys.length).toBeGreaterThan(0);
    const [text] = [expect.stringMatching(/^[A-Za-z0-9_-]{43}$/)];
    for (const key of keys)
      expect(key).toEqual({ kty: 'EC', crv: 'P-256', x: text, y: text, kid: text, alg: 'ES256', use: 'sig' });
  });
});
