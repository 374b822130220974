import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BackendHouse, backendHouse, codeOf, RESOURCE } from './backend-house.ts';
import { callerKey, jws, proofOf, seconds } from './broker-fixture.ts';

let house: BackendHouse;
beforeAll(async () => {
  house = await backendHouse();
  await house.ready();
}, 240_000);
afterAll(() => house.stop());

const PROFILE = '/accounts/8f2c/profile';
const METADATA = 'resource_metadata="https://localhost:3002/.well-known/oauth-protected-resource"';
type Claims = Record<string, unknown>;

it('a good token with its proof opens what it names, and says in whose session', async () => {
  const response = await house.call('GET', PROFILE);
  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject({ company: 'Low Tide Salvage' });
  expect(response.headers.get('delegation-session')).toMatch(
    /^"ses_one";actor="agt_ana";subject="cus_one";actions="accounts:profile.read [^"]+";exp=\d+$/,
  );
  expect(response.headers.get('cache-control')).toBe('no-store');
});

it('without credentials the challenge names no error', async () => {
  for (const headers of [{}, { authorization: 'Basic YTpi' }]) {
    const response = await house.app.request(PROFILE, { headers });
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe(`DPoP algs="ES256 PS256 Ed25519", ${METADATA}`);
  }
});

describe('a token is refused', () => {
  const now = seconds();
  it.each<[string, Claims, Claims?]>([
    ['of another issuer', { iss: 'https://other.example' }],
    ['for another audience', { aud: 'https://localhost:4002' }],
    ['for several audiences', { aud: [RESOURCE] }],
    ['for an audience with a slash more', { aud: `${RESOURCE}/` }],
    ['that has expired', { iat: now - 400, exp: now - 100 }],
    ['without an end', { exp: undefined }],
    ['without a beginning', { iat: undefined }],
    ['whose end is a text', { exp: String(now + 60) }],
    ['that lives longer than stops are remembered', { exp: now + 3600 }],
    ['from the future', { iat: now + 3600, exp: now + 3700 }],
    ['not valid yet', { nbf: now + 3600 }],
    ['without an actor', { act: undefined }],
    ['whose actor is a text', { act: 'agt_ana' }],
    ['whose actor is of another issuer', { act: { iss: 'https://other.example', sub: 'agt_ana' } }],
    ['whose actor is its subject', { act: { iss: 'set below', sub: 'cus_one' } }],
    ['without a session', { sid: undefined }],
    ['without a level', { dlg: { id: 'dlg_one' } }],
    ['of an unknown level', { dlg: { id: 'dlg_one', level: 'admin' } }],
    ['without details', { authorization_details: undefined }],
    ['with details of another type', { authorization_details: [{ type: 'payment' }] }],
    ['that is bound to nothing', { cnf: undefined }],
    ['that is bound twice', { cnf: { jkt: 'A'.repeat(43), 'x5t#S256': 'B'.repeat(43) } }],
    ['of no type', {}, { typ: undefined }],
    ['of generic type', {}, { typ: 'JWT' }],
    ['that is a grant token', {}, { typ: 'delegation-grant+jwt' }],
    ['without a signature algorithm', {}, { alg: 'none' }],
    ['with a symmetric algorithm', {}, { alg: 'HS256' }],
    ['of an algorithm in another spelling', {}, { alg: 'es256' }],
    ['of RS256', {}, { alg: 'RS256' }],
    ['of a key nobody knows', {}, { kid: 'another' }],
    ['with a key identifier that is none', {}, { kid: '../jwks' }],
    ['with a key identifier that is a number', {}, { kid: 7 }],
    ['that brings its key', {}, { jwk: callerKey().jwk }],
    ['that points to keys', {}, { jku: 'https://other.example/jwks' }],
    ['that points to a certificate', {}, { x5u: 'https://other.example/crt' }],
    ['that brings a certificate', {}, { x5c: ['MII'] }],
    ['with an extension', {}, { crit: ['b64'], b64: false }],
    ['that is compressed', {}, { zip: 'DEF' }],
  ])('%s', async (_, claims, header = {}) => {
    const act = claims.act as { iss?: string } | undefined;
    if (act?.iss === 'set below') act.iss = house.broker.issuer;
    const response = await house.call('GET', PROFILE, { token: house.token(claims, header) });
    expect(response.status).toBe(401);
    const challenge = response.headers.get('www-authenticate') ?? '';
    expect(challenge).toMatch(
      /^DPoP error="invalid_token", error_description="[^"]+", algs="ES256 PS256 Ed25519", /,
    );
    expect(challenge).toContain(METADATA);
  });

  it('signed by another key under the broker’s name', async () => {
    const other = { kid: 'first', ...callerKey() };
    const token = house.broker.token({ jkt: house.key.thumbprint }, {}, {}, other);
    expect(await codeOf(await house.call('GET', PROFILE, { token }))).toBe('401 invalid_token');
  });

  it('in any other spelling', async () => {
    const token = house.token();
    const [header = '', payload = '', signature = ''] = token.split('.');
    const last = signature.at(-1) ?? '';
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const sameBits = alphabet[alphabet.indexOf(last) ^ 1] ?? '';
    for (const spelling of [
      `${token}=`,
      `${header}.${payload}.${signature.slice(0, -1)}${sameBits}`,
      `${header}.${payload}`,
      `${token}.`,
      `${header} .${payload}.${signature}`,
      token.replace(signature, ''),
      `${header}.${payload}.${'A'.repeat(9000)}`,
    ]) {
      expect(await codeOf(await house.call('GET', PROFILE, { token: spelling }))).toBe('401 invalid_token');
    }
  });

  it('that names a member twice', async () => {
    const [signer] = house.broker.keys;
    if (signer === undefined) throw new Error('no key');
    const text = Buffer.from(house.token().split('.')[1] ?? '', 'base64url').toString();
    const header = { alg: 'ES256', kid: 'first', typ: 'at+jwt' };
    const twice = text.replace('"sub":"cus_one"', '"sub":"cus_two","sub":"cus_one"');
    const escaped = text.replace('"sub":"cus_one"', '"sub":"cus_two","s\\u0075b":"cus_one"');
    for (const payload of [twice, escaped]) {
      const token = jws(header, payload, signer.privateKey);
      expect(await codeOf(await house.call('GET', PROFILE, { token }))).toBe('401 invalid_token');
    }
  });

  it('bound to a key but sent as Bearer, with or without a proof', async () => {
    for (const proof of [null, undefined]) {
      const response = await house.call('GET', PROFILE, {
        scheme: 'Bearer',
        ...(proof === null ? { proof } : {}),
      });
      expect(response.status).toBe(401);
      expect(response.headers.get('www-authenticate')).toMatch(/^DPoP error="invalid_token"/);
    }
  });
});

describe('a proof is refused', () => {
  const url = `${RESOURCE}${PROFILE}`;
  const other = callerKey();
  it.each<[string, Claims, Claims?]>([
    ['for another method', { htm: 'POST' }],
    ['for a method in lower case', { htm: 'get' }],
    ['for another path', { htu: `${RESOURCE}/accounts/8f2c/settings` }],
    ['for a path with a slash more', { htu: `${url}/` }],
    ['for another host', { htu: `https://other.example${PROFILE}` }],
    ['for an address with a user', { htu: `https://me@localhost:3002${PROFILE}` }],
    ['that is too old', { iat: seconds() - 120 }],
    ['from the future', { iat: seconds() + 3600 }],
    ['without a time', { iat: undefined }],
    ['without an identifier', { jti: undefined }],
    ['with an endless identifier', { jti: 'x'.repeat(257) }],
    ['without the hash of the token', { ath: undefined }],
    ['for another token', { ath: 'A'.repeat(43) }],
    ['of another type', {}, { typ: 'jwt' }],
    ['without a key', {}, { jwk: undefined }],
    ['with a private key', {}, { jwk: { ...callerKey().jwk, d: 'A'.repeat(43) } }],
    ['signed by another key than it shows', {}, { jwk: other.jwk }],
    ['of no algorithm', {}, { alg: 'none' }],
  ])('%s', async (_, claims, header) => {
    const token = house.token();
    const proof = proofOf(house.key, { method: 'GET', url, token }, claims, header);
    const response = await house.call('GET', PROFILE, { token, proof });
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toMatch(/^DPoP error="invalid_dpop_proof"/);
  });

  it('when there is none, and when there are two', async () => {
    const token = house.token();
    const proof = proofOf(house.key, { method: 'GET', url, token });
    for (const sent of [null, `${proof}, ${proof}`]) {
      expect(await codeOf(await house.call('GET', PROFILE, { token, proof: sent }))).toBe(
        '401 invalid_dpop_proof',
      );
    }
  });

  it('of another key, as a token that is not the caller’s', async () => {
    expect(await codeOf(await house.call('GET', PROFILE, { key: other }))).toBe('401 invalid_token');
  });

  it('the second time, and accepted in every equivalent spelling of the address', async () => {
    const token = house.token();
    const proof = proofOf(house.key, {
      method: 'GET',
      url: `HTTPS://LOCALHOST:3002/x/../accounts/8f2c/%70rofile?q#f`,
      token,
    });
    expect((await house.call('GET', PROFILE, { token, proof })).status).toBe(200);
    expect(await codeOf(await house.call('GET', PROFILE, { token, proof }))).toBe('401 invalid_dpop_proof');
  });
});

describe('what a good token does not cover is refused', () => {
  const only = (more: Claims) => ({
    authorization_details: [
      {
        type: 'delegation_session',
        actions: ['accounts:profile.read', 'accounts:credential.rotate'],
        locations: [RESOURCE],
        identifier: 'account/8f2c',
        ...more,
      },
    ],
  });
  const ROTATE = '/accounts/8f2c/credentials/key1/rotations';

  it.each<[string, string, string, Claims, string]>([
    ['an action beyond the details', 'GET', '/accounts/8f2c/team', {}, '403 outside_delegation'],
    ['another account', 'GET', '/accounts/77aa/profile', {}, '403 outside_delegation'],
    ['an account whose id begins alike', 'GET', '/accounts/8f2c9/profile', {}, '403 outside_delegation'],
    ['an id that is a path', 'GET', '/accounts/8f2c%2Fcredential/profile', {}, '403 outside_delegation'],
    ['a step up', 'GET', '/accounts/%2e%2e%2f8f2c/profile', {}, '403 outside_delegation'],
    [
      'details for another backend',
      'GET',
      PROFILE,
      only({ locations: ['https://other.example'] }),
      '403 outside_delegation',
    ],
    [
      'the whole for a part',
      'GET',
      PROFILE,
      only({ identifier: 'account/8f2c/credential/key1' }),
      '403 outside_delegation',
    ],
    [
      'another part',
      'POST',
      ROTATE,
      only({ identifier: 'account/8f2c/credential/key2' }),
      '403 outside_delegation',
    ],
    ['an empty identifier', 'GET', PROFILE, only({ identifier: '' }), '403 outside_delegation'],
    [
      'level read for a write',
      'POST',
      ROTATE,
      { dlg: { id: 'dlg_one', level: 'read' } },
      '403 session_level_read',
    ],
    ['an account that is not the subject’s', 'GET', PROFILE, { sub: 'cus_two' }, '403 not_the_subjects'],
    [
      'an account that does not exist',
      'GET',
      '/accounts/0000/profile',
      only({ identifier: 'account/0000' }),
      '403 not_the_subjects',
    ],
    [
      'billing, whatever the token says',
      'PUT',
      '/accounts/8f2c/billing',
      only({ actions: ['accounts:billing.update'] }),
      '403 action_never_delegated',
    ],
    [
      'team changes, whatever the token says',
      'DELETE',
      '/accounts/8f2c/team/member1',
      only({ actions: ['accounts:team.update'] }),
      '403 action_never_delegated',
    ],
    ['a route nobody declared', 'GET', '/accounts/8f2c', {}, '403 undeclared'],
    ['a method nobody declared', 'POST', '/accounts/8f2c/profile', {}, '403 undeclared'],
    ['a path of nothing', 'GET', '/no/such/path', {}, '403 undeclared'],
  ])('%s', async (_, method, path, claims, expected) => {
    const before = house.broker.state.outcomes.length;
    const response = await house.call(method, path, { token: house.token(claims) });
    expect(await codeOf(response.clone())).toBe(expected);
    expect(response.headers.get('www-authenticate')).toMatch(/^DPoP error="insufficient_scope"/);
    expect(house.broker.state.outcomes.slice(before).filter(({ phase }) => phase === 'intent')).toEqual([]);
  });

  it('rights of two details are not combined', async () => {
    const authorization_details = [
      ...only({ actions: ['accounts:profile.read'], identifier: 'account/77aa' }).authorization_details,
      ...only({ actions: ['accounts:team.read'] }).authorization_details,
    ];
    const response = await house.call('GET', PROFILE, { token: house.token({ authorization_details }) });
    expect(await codeOf(response)).toBe('403 outside_delegation');
  });
});

it('a stranger learns nothing of the paths', async () => {
  for (const path of ['/', PROFILE, '/no/such/path', '/accounts/0000/team']) {
    const response = await house.app.request(path, { headers: { authorization: 'DPoP abc', dpop: 'abc' } });
    expect(await codeOf(response)).toBe('401 invalid_token');
  }
});

it('the metadata names the broker and leaves out what is never delegated', async () => {
  const response = await house.app.request('/.well-known/oauth-protected-resource');
  const metadata = (await response.json()) as { scopes_supported: string[] };
  expect(metadata).toMatchObject({ resource: RESOURCE, authorization_servers: [house.broker.issuer] });
  expect(metadata.scopes_supported).not.toContain('accounts:billing.update');
});
