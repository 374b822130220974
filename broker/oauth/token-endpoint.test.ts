import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CERTIFICATE, type House, ISSUER, openHouse } from './test-house.ts';
import { newKey } from './test-key.ts';
import { tokenEndpoint } from './token-endpoint.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
}, 180_000);
afterAll(() => house.close());

const type = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

async function form(more: Record<string, string> = {}) {
  const client_assertion = await house.assertion('svc_probe', house.keys.probe);
  return { grant_type: 'client_credentials', client_assertion_type: type, client_assertion, ...more };
}

describe('the request', () => {
  it('is a POST of a form', async () => {
    const send = async (init: RequestInit) =>
      tokenEndpoint(house.context, house.oauth, new Request(`${ISSUER}/token`, init), { remoteAddress: '' });
    const get = await send({ method: 'GET' });
    expect([get.status, get.headers.get('allow')]).toEqual([405, 'POST']);
    const json = await send({ method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' });
    expect(json.status).toBe(415);
    expect(json.headers.get('cache-control')).toBe('no-store');
  });

  it('has no parameter twice and no assertion in its URL', async () => {
    const twice = [...Object.entries(await form()), ['grant_type', 'client_credentials']] as [
      string,
      string,
    ][];
    expect((await house.post(twice)).body.error).toBe('invalid_request');
    const inUrl = await house.post(await form(), {}, {}, `${ISSUER}/token?client_assertion=a.b.c`);
    expect(inUrl.body.error).toBe('invalid_request');
  });

  it('treats an empty value as absent', async () => {
    const reply = await house.post(await form({ grant_type: '' }), {
      dpop: await house.proof(house.keys.probe),
    });
    expect(reply.body.error).toBe('invalid_request');
  });

  it('knows three grant types and no other', async () => {
    for (const grant_type of ['password', 'authorization_code', 'CLIENT_CREDENTIALS']) {
      const reply = await house.ask('svc_probe', house.keys.probe, { grant_type });
      expect(reply.body.error).toBe('unsupported_grant_type');
    }
  });

  it('says nothing in error_description that has to be escaped', async () => {
    const reply = await house.ask('svc_probe', house.keys.probe, { grant_type: '"\\ü' });
    expect(reply.body.error_description).toMatch(/^[\x20-\x21\x23-\x5b\x5d-\x7e]+$/);
  });
});

describe('the sender', () => {
  it('holds a key, or there is no token', async () => {
    const reply = await house.post(await form());
    expect(reply.body).toEqual({ error: 'invalid_request', error_description: 'sender constraint required' });
  });

  it('is named by exactly one member, the proof before the certificate', async () => {
    const dpop = await house.proof(house.keys.probe);
    const reply = await house.post(await form(), { dpop }, { certificate: CERTIFICATE });
    expect(claimsOf(reply.body).cnf).toEqual({ jkt: house.keys.probe.thumbprint });
    const bare = await house.post(await form(), {}, { certificate: CERTIFICATE });
    expect(claimsOf(bare.body).cnf).toEqual({ 'x5t#S256': CERTIFICATE.thumbprint });
    expect(bare.body.token_type).toBe('Bearer');
  });

  it('is first told a nonce, and the proof may then be made again', async () => {
    const dpop = await house.proof(house.keys.probe, { nonce: undefined });
    const reply = await house.post(await form(), { dpop });
    expect([reply.status, reply.body.error]).toEqual([400, 'use_dpop_nonce']);
    const nonce = reply.headers.get('dpop-nonce') ?? '';
    const again = await house.post(await form(), { dpop: await house.proof(house.keys.probe, { nonce }) });
    expect(again.status).toBe(200);
  });

  it('may use the previous nonce, is then told the current one, and no older one', async () => {
    const nonce = house.nonce();
    house.pass(120);
    const previous = await house.post(await form(), { dpop: await house.proof(house.keys.probe, { nonce }) });
    expect([previous.status, previous.headers.get('dpop-nonce')]).toEqual([200, house.nonce()]);
    house.pass(120);
    const stale = await house.post(await form(), { dpop: await house.proof(house.keys.probe, { nonce }) });
    expect(stale.body.error).toBe('use_dpop_nonce');
    const current = await house.post(await form(), { dpop: await house.proof(house.keys.probe) });
    expect(current.headers.get('dpop-nonce')).toBeNull();
  });

  it('proves once: a proof seen before is refused, also when both come at once', async () => {
    const dpop = await house.proof(house.keys.probe);
    const [first, second] = [await form(), await form()];
    const replies = await Promise.all([house.post(first, { dpop }), house.post(second, { dpop })]);
    expect(replies.map(({ body }) => body.error ?? 'issued').sort()).toEqual([
      'invalid_dpop_proof',
      'issued',
    ]);
  });

  it.each([
    ['for another method', { htm: 'GET' }],
    ['for a method in other letters', { htm: 'post' }],
    ['for another path', { htu: `${ISSUER}/introspect` }],
    ['for another host', { htu: 'https://evil.example/token' }],
    ['with userinfo in its URL', { htu: 'https://a@localhost:3001/token' }],
    ['without jti', { jti: undefined }],
    ['without iat', { iat: undefined }],
    ['61 s old', { age: -61 }],
    ['16 s from the future', { age: 16 }],
    ['with its own exp over', { exp: 1 }],
  ])('refuses a proof %s', async (_, { age, ...claims }: Record<string, unknown>) => {
    const iat = typeof age === 'number' ? { iat: house.now() + age } : {};
    const dpop = await house.proof(house.keys.probe, { ...claims, ...iat });
    expect((await house.post(await form(), { dpop })).body.error).toBe('invalid_dpop_proof');
  });

  it('takes a proof whose URL is written differently and an ath that is not needed here', async () => {
    const claims = { htu: 'HTTPS://LOCALHOST:3001/x/../%74oken?a=b', ath: 'x' };
    const dpop = await house.proof(house.keys.probe, claims);
    expect((await house.post(await form(), { dpop })).status).toBe(200);
  });

  it('refuses a proof of another type, with a private key, with another’s key, or two of them', async () => {
    const stranger = await newKey();
    const { kid: _, ...other } = stranger.jwk;
    const proofs = [
      await house.proof(house.keys.probe, {}, { typ: 'JWT' }),
      await house.proof(house.keys.probe, {}, { jwk: { ...other, d: other.x } }),
      await house.proof(house.keys.probe, {}, { jwk: other }),
      `${await house.proof(house.keys.probe)}, ${await house.proof(house.keys.probe)}`,
      `${await house.proof(house.keys.probe)}=`,
      '',
    ];
    for (const dpop of proofs) {
      expect((await house.post(await form(), { dpop })).body.error).toBe('invalid_dpop_proof');
    }
  });

  it('may be an Ed25519 or a PS256 key', async () => {
    for (const alg of ['Ed25519', 'PS256']) {
      const key = await newKey(alg);
      const reply = await house.post(await form(), { dpop: await house.proof(key) });
      expect(claimsOf(reply.body).cnf).toEqual({ jkt: key.thumbprint });
    }
  });
});

describe('client credentials', () => {
  it('give a service its own token for the broker and never act for anybody', async () => {
    const reply = await house.ask('svc_probe', house.keys.probe, { grant_type: 'client_credentials' });
    expect(reply.body).toMatchObject({
      token_type: 'DPoP',
      expires_in: 300,
      scope: 'delegation.request delegation.run',
    });
    const claims = claimsOf(reply.body);
    expect(claims).toMatchObject({ iss: ISSUER, aud: ISSUER, sub: 'svc_probe', client_id: 'svc_probe' });
    expect(claims).not.toHaveProperty('act');
    const [entry] = (await house.entries('token.issued')).filter(({ jti }) => jti === claims.jti);
    expect(entry).toMatchObject({
      actor: 'svc_probe',
      client: 'svc_probe',
      sender_key: house.keys.probe.thumbprint,
    });
  });

  it.each([
    ['another resource', { resource: 'https://localhost:3002' }, 'invalid_target'],
    ['an audience', { audience: 'accounts' }, 'invalid_target'],
    ['a scope that is not registered', { scope: 'delegation.approve' }, 'invalid_scope'],
  ])('refuse %s', async (_, more, error) => {
    const reply = await house.ask('svc_probe', house.keys.probe, {
      grant_type: 'client_credentials',
      ...more,
    });
    expect(reply.body.error).toBe(error);
  });

  it('may be narrowed', async () => {
    const reply = await house.ask('svc_probe', house.keys.probe, {
      grant_type: 'client_credentials',
      scope: 'delegation.run',
      resource: ISSUER,
    });
    expect(reply.body.scope).toBe('delegation.run');
  });

  it('are not for doors', async () => {
    const reply = await house.ask('console-support', house.keys.support, {
      grant_type: 'client_credentials',
    });
    expect(reply.body.error).toBe('unauthorized_client');
  });
});

describe('token exchange', () => {
  const exchange = { grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange' };
  const access = 'urn:ietf:params:oauth:token-type:access_token';
  it.each([
    ['no subject token', {}],
    ['no subject token type', { subject_token: 'x' }],
    ['an unknown type', { subject_token: 'x', subject_token_type: 'urn:ietf:params:oauth:token-type:saml2' }],
    ['an actor token without type', { subject_token: 'x', subject_token_type: access, actor_token: 'y' }],
    [
      'an actor token type alone',
      { subject_token: 'x', subject_token_type: access, actor_token_type: access },
    ],
    ['a refresh token wanted', { subject_token: 'x', subject_token_type: access, requested_token_type: 'x' }],
  ])('with %s is an invalid request', async (_, more) => {
    const reply = await house.ask('svc_probe', house.keys.probe, { ...exchange, ...more });
    expect([reply.status, reply.body.error]).toEqual([400, 'invalid_request']);
  });
});

function claimsOf(body: Record<string, unknown>): Record<string, unknown> {
  return JSON.parse(Buffer.from(String(body.access_token).split('.')[1] ?? '', 'base64url').toString());
}
