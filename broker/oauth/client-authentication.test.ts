import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { distinguishedName } from '../http/distinguished-name.ts';
import { importClients } from './clients/import-clients.ts';
import { parseClients } from './clients/registry-file.ts';
import { CERTIFICATE, type House, ISSUER, openHouse } from './test-house.ts';
import { newKey } from './test-key.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
}, 180_000);
afterAll(() => house.close());

const type = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const credentials = { grant_type: 'client_credentials' };

async function withAssertion(assertion: string, more: Record<string, string> = {}) {
  return house.post(
    { ...credentials, client_assertion_type: type, client_assertion: assertion, ...more },
    { dpop: await house.proof(house.keys.probe) },
  );
}

const refusal = { error: 'invalid_client', error_description: 'client authentication failed' };

describe('private_key_jwt', () => {
  it('is accepted once and never again', async () => {
    const assertion = await house.assertion('svc_probe', house.keys.probe);
    expect((await withAssertion(assertion)).status).toBe(200);
    const again = await withAssertion(assertion);
    expect(again.status).toBe(401);
    expect(again.body).toEqual(refusal);
  });

  it('of two at the same moment exactly one is accepted', async () => {
    const assertion = await house.assertion('svc_probe', house.keys.probe);
    const replies = await Promise.all([withAssertion(assertion), withAssertion(assertion)]);
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 401]);
  });

  it('says the same of an unknown client and of a bad signature', async () => {
    const unknown = await withAssertion(await house.assertion('svc_nobody', house.keys.probe));
    const stranger = { ...(await newKey()), jwk: house.keys.probe.jwk };
    const forged = await withAssertion(await house.assertion('svc_probe', stranger));
    expect(unknown.body).toEqual(refusal);
    expect(forged.body).toEqual(unknown.body);
    expect(forged.status).toBe(unknown.status);
  });

  it.each([
    ['the token endpoint as audience', { aud: `${ISSUER}/token` }],
    ['an array as audience, even of one', { aud: [ISSUER] }],
    ['a slash behind the audience', { aud: `${ISSUER}/` }],
    ['another subject', { sub: 'svc_accounts' }],
    ['no jti', { jti: undefined }],
    ['an overlong jti', { jti: 'x'.repeat(257) }],
    ['no exp', { exp: undefined }],
    ['no iat', { iat: undefined }],
    ['more than 300 s to live', { exp: 1_772_442_000 + 400 }],
    ['its time over', { exp: 1_772_442_000 - 10 }],
    ['its time not come', { nbf: 1_772_442_000 + 120 }],
  ])('refuses %s', async (_, claims) => {
    expect(house.now()).toBe(1_772_442_000);
    const reply = await withAssertion(await house.assertion('svc_probe', house.keys.probe, claims));
    expect(reply.status).toBe(401);
    expect(reply.body).toEqual(refusal);
  });

  it.each([
    ['of another kind', { typ: 'at+jwt' }, 401],
    ['typed as is proper', { typ: 'client-authentication+jwt' }, 200],
    ['typed JWT', { typ: 'JWT' }, 200],
    ['with crit', { crit: ['b64'], b64: true }, 401],
    ['with an unknown kid', { kid: 'other' }, 401],
  ])('%s: %s', async (_, header, status) => {
    const assertion = await house.assertion('svc_probe', house.keys.probe, {}, header);
    expect((await withAssertion(assertion)).status).toBe(status);
  });

  it('refuses alg none and HMAC over the public key', async () => {
    const [, payload] = (await house.assertion('svc_probe', house.keys.probe)).split('.');
    const header = (alg: string) => Buffer.from(JSON.stringify({ alg })).toString('base64url');
    for (const alg of ['none', 'HS256', 'RS256', 'es256']) {
      expect((await withAssertion(`${header(alg)}.${payload}.AAAA`)).body).toEqual(refusal);
    }
  });

  it('refuses a client_id that is not the assertion’s', async () => {
    const assertion = await house.assertion('svc_probe', house.keys.probe);
    expect((await withAssertion(assertion, { client_id: 'svc_accounts' })).body).toEqual(refusal);
  });
});

describe('tls_client_auth', () => {
  it('binds the token to the certificate', async () => {
    const reply = await house.post(
      { ...credentials, client_id: 'svc_probe_tls' },
      {},
      { certificate: CERTIFICATE },
    );
    expect(reply.body).toMatchObject({ token_type: 'Bearer', expires_in: 300 });
  });

  it('refuses the certificate of somebody else, none, and an untrusted one', async () => {
    const form = { ...credentials, client_id: 'svc_probe_tls' };
    const other = { ...CERTIFICATE, sanUris: ['spiffe://countersign.demo/other'] };
    expect((await house.post(form, {}, { certificate: other })).body).toEqual(refusal);
    expect((await house.post(form)).body).toEqual(refusal);
    expect((await house.post(form, {}, { untrustedCertificate: true })).body).toEqual(refusal);
  });

  it('is no method for a client that signs assertions', async () => {
    const reply = await house.post(
      { ...credentials, client_id: 'svc_probe' },
      {},
      { certificate: CERTIFICATE },
    );
    expect(reply.body).toEqual(refusal);
  });
});

describe('tls_client_auth by a distinguished name (RFC 8705 §2.1.2)', () => {
  const form = { ...credentials, client_id: 'svc_named' };
  const shown = (name: string, more: object = {}) => ({
    certificate: { ...CERTIFICATE, subject: distinguishedName(name) ?? '', sanUris: [], ...more },
  });

  beforeAll(async () => {
    const named = {
      client_id: 'svc_named',
      name: 'Named',
      owner: 'platform@example.com',
      kind: 'service',
      auth: { method: 'tls_client_auth', subject_dn: 'CN=worker, O=Example\\, Inc, C=DE' },
      scopes: ['delegation.run'],
    };
    await importClients(house.context, parseClients({ clients: [...house.registrations(), named] }, 'demo'));
  });

  it('takes the certificate of that subject, and of no other', async () => {
    const ok = await house.post(form, {}, shown('CN=worker,O=Example\\, Inc,C=DE'));
    expect(ok.body).toMatchObject({ token_type: 'Bearer' });
    for (const name of ['CN=worker,O=Example,C=DE', 'CN=worker', 'C=DE,O=Example\\, Inc,CN=worker'])
      expect((await house.post(form, {}, shown(name))).body).toEqual(refusal);
    const uri = { sanUris: ['CN=worker,O=Example\\, Inc,C=DE'] };
    expect((await house.post(form, {}, shown('CN=other', uri))).body).toEqual(refusal);
  });

  it('refuses one that was made out longer ago than a credential may be', async () => {
    const aged = (days: number) =>
      shown('CN=worker,O=Example\\, Inc,C=DE', {
        issuedAt: new Date(house.clock.at.getTime() - days * 86_400_000),
      });
    expect((await house.post(form, {}, aged(364))).status).toBe(200);
    expect((await house.post(form, {}, aged(365))).body).toEqual(refusal);
  });
});

it.each([
  ['both names', { san_uri: 'spiffe://a/b', subject_dn: 'CN=a' }],
  ['neither', {}],
  ['what is no name', { subject_dn: 'worker' }],
])('a registry that gives a client %s does not load', (_, auth) => {
  const client = {
    client_id: 'svc_named',
    name: 'Named',
    owner: 'platform@example.com',
    kind: 'service',
    auth: { method: 'tls_client_auth', ...auth },
    scopes: [],
  };
  expect(() => parseClients({ clients: [client] }, 'demo')).toThrow(/BROKER_CLIENTS/);
});

it('a registry that names no human owner does not load', () => {
  const [client] = house.registrations();
  expect(() => parseClients({ clients: [{ ...client, owner: 'platform' }] }, 'demo')).toThrow(/owner/);
});

it('refuses two methods at once', async () => {
  const assertion = await house.assertion('svc_probe', house.keys.probe);
  const form = { ...credentials, client_assertion_type: type, client_assertion: assertion };
  const basic = await house.post(form, { authorization: 'Basic YTpi' });
  expect(basic.body.error).toBe('invalid_request');
  const secret = await house.post({ ...form, client_secret: 'x' });
  expect(secret.body.error).toBe('invalid_request');
});

it('answers an Authorization header with a challenge, for it is no method here', async () => {
  const reply = await house.post({ ...credentials, client_id: 'svc_probe' }, { authorization: 'Basic YTpi' });
  expect(reply.status).toBe(401);
  expect(reply.headers.get('www-authenticate')).toBeTruthy();
});
