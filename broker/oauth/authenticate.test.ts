import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { requireScope } from './authenticate.ts';
import { signToken } from './sign-token.ts';
import { CERTIFICATE, type House, ISSUER, openHouse } from './test-house.ts';
import { newKey } from './test-key.ts';

let house: House;
let token: string;
beforeAll(async () => {
  house = await openHouse();
  const { body } = await house.signIn('customer', 'mira');
  token = String(body.access_token);
}, 180_000);
afterAll(() => house.close());

const challenged = (error: string | undefined) => ({
  status: 401,
  headers: expect.objectContaining({
    'www-authenticate':
      error === undefined
        ? expect.not.stringContaining('error=')
        : expect.stringContaining(`error="${error}"`),
  }),
});

describe('the API knows its caller', () => {
  it('by token, proof and the database', async () => {
    const { principal, headers } = await house.call(token, house.keys.customer);
    expect(headers).toEqual({});
    expect(principal).toMatchObject({
      domain: 'customer',
      id: 'cus_mira',
      name: 'Mira Castellanos',
      clientId: 'console-customer',
      scopes: ['consent.give', 'consent.revoke', 'history.read'],
      jkt: house.keys.customer.thumbprint,
      x5t: undefined,
    });
  });

  it('by a scheme in any letters', async () => {
    await house.call(token, house.keys.customer, { headers: { authorization: `dPoP ${token}` } });
  });

  it('and refuses a customer’s token where an admin’s is wanted', async () => {
    const { principal } = await house.call(token, house.keys.customer);
    expect(() => requireScope(house.context, principal, 'delegation.approve')).toThrow(
      expect.objectContaining({
        status: 403,
        code: 'insufficient_scope',
        headers: { 'www-authenticate': expect.stringContaining('scope="delegation.approve"') },
      }),
    );
  });

  it('by certificate', async () => {
    const reply = await house.post(
      { grant_type: 'client_credentials', client_id: 'svc_probe_tls' },
      {},
      { certificate: CERTIFICATE },
    );
    const bearer = String(reply.body.access_token);
    const headers = { authorization: `Bearer ${bearer}` };
    const { principal } = await house.call(bearer, house.keys.probe, {
      headers,
      connection: { certificate: CERTIFICATE },
    });
    expect(principal).toMatchObject({ domain: 'service', id: 'svc_probe_tls', x5t: CERTIFICATE.thumbprint });
    const other = { ...CERTIFICATE, thumbprint: 'other' };
    for (const connection of [{}, { certificate: other }]) {
      await expect(house.call(bearer, house.keys.probe, { headers, connection })).rejects.toMatchObject(
        challenged('invalid_token'),
      );
    }
  });
});

describe('the API refuses', () => {
  it('no credentials, without naming an error', async () => {
    await expect(
      house.call(token, house.keys.customer, { headers: { authorization: '' } }),
    ).rejects.toMatchObject(challenged(undefined));
  });

  it('says where its metadata and which algorithms are', async () => {
    await expect(house.call('x.y.z', house.keys.customer)).rejects.toMatchObject({
      headers: {
        'www-authenticate': expect.stringMatching(
          /^DPoP error="invalid_token".*algs="ES256 PS256 Ed25519", resource_metadata="https:\/\/localhost:3001\/\.well-known\/oauth-protected-resource"$/,
        ),
      },
    });
  });

  it('a bound token that comes as Bearer', async () => {
    const headers = { authorization: `Bearer ${token}` };
    await expect(house.call(token, house.keys.customer, { headers })).rejects.toMatchObject(
      challenged('invalid_token'),
    );
  });

  it.each([
    ['for another token', { ath: 'x' }, 'invalid_dpop_proof'],
    ['without ath', { ath: undefined }, 'invalid_dpop_proof'],
    ['for another URL', { htu: `${ISSUER}/v1/catalog` }, 'invalid_dpop_proof'],
    ['for another method', { htm: 'POST' }, 'invalid_dpop_proof'],
    ['with a nonce that is not ours', { nonce: 'x' }, 'use_dpop_nonce'],
  ])('a proof %s', async (_, proof, error) => {
    await expect(house.call(token, house.keys.customer, { proof })).rejects.toMatchObject(challenged(error));
  });

  it('a proof that was used before, and a missing one', async () => {
    const jti = 'twice';
    await house.call(token, house.keys.customer, { proof: { jti } });
    await expect(house.call(token, house.keys.customer, { proof: { jti } })).rejects.toMatchObject(
      challenged('invalid_dpop_proof'),
    );
    await expect(house.call(token, house.keys.customer, { headers: { dpop: '' } })).rejects.toMatchObject(
      challenged('invalid_dpop_proof'),
    );
  });

  it('the proof of another key', async () => {
    await expect(house.call(token, await newKey())).rejects.toMatchObject(challenged('invalid_token'));
  });

  it('a token with padding, of another type, or with a changed claim', async () => {
    const [header, payload, signature] = token.split('.');
    const claims = JSON.parse(Buffer.from(payload ?? '', 'base64url').toString());
    const grant = await signToken(house.context, house.oauth, 'delegation-grant+jwt', claims);
    const changed = Buffer.from(JSON.stringify({ ...claims, sub: 'adm_tess' })).toString('base64url');
    for (const other of [`${token}=`, grant, `${header}.${changed}.${signature}`]) {
      await expect(house.call(other, house.keys.customer)).rejects.toMatchObject(challenged('invalid_token'));
    }
  });

  it('a delegated token, whatever its audience', async () => {
    const claims = {
      iss: ISSUER,
      aud: 'https://localhost:3002',
      sub: 'cus_mira',
      act: { iss: ISSUER, sub: 'agt_ana' },
    };
    const delegated = await signToken(house.context, house.oauth, 'at+jwt', claims);
    await expect(house.call(delegated, house.keys.support)).rejects.toMatchObject({
      status: 403,
      code: 'delegated_token_not_allowed',
    });
  });

  it('a token of ours for another audience', async () => {
    const [, payload] = token.split('.');
    const claims = JSON.parse(Buffer.from(payload ?? '', 'base64url').toString());
    const other = await signToken(house.context, house.oauth, 'at+jwt', {
      ...claims,
      aud: 'https://localhost:3002',
    });
    await expect(house.call(other, house.keys.customer)).rejects.toMatchObject(challenged('invalid_token'));
  });

  it('an expired token', async () => {
    house.pass(306);
    await expect(house.call(token, house.keys.customer)).rejects.toMatchObject(challenged('invalid_token'));
  });
});
