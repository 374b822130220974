import { constants, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import type { JWK } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PeopleDomain } from '#broker/identity/principal.ts';
import { readOwnToken } from '../own-token.ts';
import { type House, openHouse } from '../test-house.ts';
import type { Key } from '../test-key.ts';

interface RsaKey {
  privateKey: KeyObject;
  jwk: JWK;
}

function rsaKey(kid: string, modulusLength = 2048): RsaKey {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength });
  return { privateKey, jwk: { ...publicKey.export({ format: 'jwk' }), kid, use: 'sig' } as JWK };
}

const [strong, weak] = [rsaKey('strong'), rsaKey('weak', 1024)];

/** The header's `alg` and `kid` replaced, and signed by the RSA key: what the house makes by ES256 otherwise. */
function resigned(
  token: string,
  { privateKey, jwk }: RsaKey,
  header: { [member: string]: unknown } = {},
): string {
  const [head = '', payload] = token.split('.');
  const before = JSON.parse(Buffer.from(head, 'base64url').toString());
  const after = JSON.stringify({ ...before, alg: 'RS256', kid: jwk.kid, ...header });
  const input = `${Buffer.from(after).toString('base64url')}.${payload}`;
  const padding = header.alg === 'PS256' ? constants.RSA_PKCS1_PSS_PADDING : constants.RSA_PKCS1_PADDING;
  const key = { key: privateKey, padding, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
  return `${input}.${sign('sha256', Buffer.from(input), key).toString('base64url')}`;
}

let house: House;
beforeAll(async () => {
  const auth = { method: 'private_key_jwt' as const, jwks: { keys: [{ ...strong.jwk }] } };
  house = await openHouse({
    algs: { customer: ['RS256'] },
    providerKeys: [strong.jwk, weak.jwk],
    clients: [
      { client_id: 'svc_rsa', name: 'rsa', owner: 'test@example.com', kind: 'service', auth, scopes: [] },
    ],
  });
}, 180_000);
afterAll(() => house.close());

const refused = { error: 'invalid_request', reason: 'subject_token_invalid' };

const signIn = (domain: PeopleDomain, subject_token: string) =>
  house.ask(`console-${domain}`, house.keys[domain], {
    grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
    subject_token_type: 'urn:ietf:params:oauth:token-type:id_token',
    subject_token,
  });

describe('a domain whose provider signs with RS256 only', () => {
  it('signs its people in, and the broker signs what it issues with ES256', async () => {
    const { status, body } = await signIn(
      'customer',
      resigned(await house.idToken('customer', 'mira'), strong),
    );
    expect([status, body.token_type]).toEqual([200, 'DPoP']);
    const [header = ''] = String(body.access_token).split('.');
    expect(JSON.parse(Buffer.from(header, 'base64url').toString())).toMatchObject({ alg: 'ES256' });
  });

  it('is not signed for with ES256, by a key of its own either', async () => {
    const { body } = await signIn('customer', await house.idToken('customer', 'mira'));
    expect(body).toMatchObject(refused);
  });

  it('is not signed for with an RSA key of less than 2048 bits', async () => {
    const { body } = await signIn('customer', resigned(await house.idToken('customer', 'mira'), weak));
    expect(body).toMatchObject(refused);
  });

  it('is not signed for with PS256 by that key', async () => {
    const token = resigned(await house.idToken('customer', 'mira'), strong, { alg: 'PS256' });
    expect((await signIn('customer', token)).body).toMatchObject(refused);
  });
});

describe('RS256 anywhere else', () => {
  it.each<[PeopleDomain, string, string]>([
    ['support', 'ana', 'E-1'],
    ['admin', 'tess', 'E-2'],
  ])(
    'is no signature of the %s domain, whose provider has the key too',
    async (domain, login, employee_id) => {
      const claims = { employee_id };
      const { body } = await signIn(domain, resigned(await house.idToken(domain, login, claims), strong));
      expect(body).toMatchObject(refused);
      expect((await house.signIn(domain, login, claims)).status).toBe(200);
    },
  );

  it('is no signature of a client, whose key would do for PS256', async () => {
    const ask = async (client_assertion: string) =>
      house.post(
        {
          grant_type: 'client_credentials',
          client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
          client_assertion,
        },
        { dpop: await house.proof(house.keys.probe) },
      );
    const asRs256 = resigned(await house.assertion('svc_rsa', house.keys.probe), strong);
    expect(await ask(asRs256)).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
    const asPs256 = await house.assertion('svc_rsa', await ps256Key(strong));
    expect((await ask(asPs256)).status).toBe(200);
  });

  it('is no signature of a proof', async () => {
    const { kid: _kid, use: _use, ...jwk } = strong.jwk;
    const proof = resigned(await house.proof(house.keys.probe), strong, { jwk, kid: undefined });
    const client_assertion = await house.assertion('svc_probe', house.keys.probe);
    const { body } = await house.post(
      {
        grant_type: 'client_credentials',
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        client_assertion,
      },
      { dpop: proof },
    );
    expect(body).toMatchObject({ error: 'invalid_dpop_proof' });
  });

  it('is no signature of an access token, even if the key were one of ours', async () => {
    const { body } = await house.signIn('support', 'ana', { employee_id: 'E-1' });
    const token = resigned(String(body.access_token), strong);
    const publicKeys = async () => [strong.jwk];
    const oauth = { ...house.oauth, keys: { ...house.oauth.keys, publicKeys } };
    await expect(readOwnToken(house.context, oauth, 'at+jwt', token)).rejects.toThrow(
      'token algorithm is not accepted',
    );
  });
});

async function ps256Key({ privateKey, jwk }: RsaKey): Promise<Key> {
  const der = privateKey.export({ format: 'der', type: 'pkcs8' });
  const algorithm = { name: 'RSA-PSS', hash: 'SHA-256' };
  const imported = await crypto.subtle.importKey('pkcs8', der, algorithm, false, ['sign']);
  return { privateKey: imported, jwk: { ...jwk, alg: 'PS256' }, thumbprint: '' };
}
