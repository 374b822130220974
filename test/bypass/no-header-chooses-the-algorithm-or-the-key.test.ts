import { createHmac, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encoded, type Parts, signed, type Taker, takers } from '../acceptance/takers.ts';
import { openTokenHouse, type TokenHouse } from '../acceptance/token-house.ts';

let house: TokenHouse;
let all: readonly Taker[];
beforeAll(async () => {
  house = await openTokenHouse();
  all = await takers(house);
});
afterAll(() => house?.close());

const ed = generateKeyPairSync('ed25519').privateKey;
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
const other = generateKeyPairSync('ec', { namedCurve: 'P-256' });

type Forge = (parts: Parts, taker: Taker) => string;

const pem = ({ key }: Taker) => createPublicKey(key).export({ format: 'pem', type: 'spki' });
const hmac = ({ header, payload }: Parts, alg: string, secret: string | Buffer) => {
  const input = `${encoded({ ...header, alg })}.${encoded(payload)}`;
  return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`;
};
const plain = (
  { header, payload }: Parts,
  key: KeyObject,
  more: object,
  digest: 'sha256' | null = 'sha256',
) => {
  const input = `${encoded({ ...header, ...more })}.${encoded(payload)}`;
  return `${input}.${sign(digest, Buffer.from(input), key).toString('base64url')}`;
};
const saying =
  (more: Record<string, unknown>): Forge =>
  ({ header, payload }, { key }) =>
    signed({ ...header, ...more }, payload, key);
const unsigned =
  (alg: string): Forge =>
  ({ header, payload }) =>
    `${encoded({ ...header, alg })}.${encoded(payload)}.`;
const foreignJwk = other.publicKey.export({ format: 'jwk' });

const forgeries: [string, Forge][] = [
  ['alg none', unsigned('none')],
  ['alg None', unsigned('None')],
  ['alg nOnE with a signature', saying({ alg: 'nOnE' })],
  ['no alg', saying({ alg: undefined })],
  ['alg as a list', saying({ alg: ['ES256'] })],
  ['alg in other letters', saying({ alg: 'es256' })],
  ['an alg nobody allows', saying({ alg: 'ES384' })],
  ['HS256 with the public key in PEM', (parts, taker) => hmac(parts, 'HS256', pem(taker))],
  ['HS256 with the public JWK', (parts, { publicJwk }) => hmac(parts, 'HS256', JSON.stringify(publicJwk))],
  ['HS256 with the x of the key', (parts, { publicJwk }) => hmac(parts, 'HS256', String(publicJwk.x))],
  ['HS256 with no secret', (parts) => hmac(parts, 'HS256', '')],
  ['EdDSA with the P-256 key', saying({ alg: 'EdDSA' })],
  ['Ed25519 with the P-256 key', saying({ alg: 'Ed25519' })],
  ['PS256 with the P-256 key', saying({ alg: 'PS256' })],
  ['Ed25519 with a key of its own', (parts) => plain(parts, ed, { alg: 'Ed25519' }, null)],
  ['RS256 with a key of its own', (parts) => plain(parts, rsa, { alg: 'RS256' })],
  ['a signature in DER', (parts, { key }) => plain(parts, key, {})],
  [
    'another P-256 key under the right kid',
    ({ header, payload }) => signed(header, payload, other.privateKey),
  ],
  [
    'the key in its header',
    ({ header, payload }) =>
      signed({ ...header, kid: undefined, jwk: foreignJwk }, payload, other.privateKey),
  ],
  [
    'the key behind a jku',
    ({ header, payload }) =>
      signed({ ...header, jku: 'https://keys.example/jwks' }, payload, other.privateKey),
  ],
  ['a jku beside the right signature', saying({ jku: 'https://localhost:3001/jwks' })],
  ['an x5u beside the right signature', saying({ x5u: 'https://localhost:3001/x5u' })],
  ['an x5c beside the right signature', saying({ x5c: ['MIIB'] })],
  ['crit', saying({ crit: ['exp'], exp: 1 })],
  ['an empty crit', saying({ crit: [] })],
  ['b64 false', saying({ b64: false })],
  ['b64 true', saying({ b64: true })],
  ['zip', saying({ zip: 'DEF' })],
  ['enc', saying({ enc: 'A128GCM' })],
  ['a kid that climbs', saying({ kid: '../../../../dev/null' })],
  ['a kid of SQL', saying({ kid: "' or '1'='1" })],
  ['a kid that is empty', saying({ kid: '' })],
  ['a kid that is a number', saying({ kid: 1 })],
  ['a kid that is null', saying({ kid: null })],
  ['a kid of 129 letters', saying({ kid: 'k'.repeat(129) })],
];

/** A proof brings its own key, so there is no other to choose, and its kid says nothing. */
const isOwnInProof = /kid|the key in its header/;

describe('no header chooses the algorithm or the key', { timeout: 120_000 }, () => {
  it.each(forgeries)('%s', async (name, forge) => {
    const taken: string[] = [];
    for (const taker of all) {
      if (taker.name === 'DPoP proof' && isOwnInProof.test(name)) continue;
      const token = forge(await taker.parts(), taker);
      if (await taker.takes(token)) taken.push(taker.name);
    }
    expect(taken).toEqual([]);
  });

  it('a proof by another key than its own, with a private one, or with none', async () => {
    const proof = all.find(({ name }) => name === 'DPoP proof');
    if (!proof) throw new Error('Nobody takes proofs.');
    const of = async (more: object, key = proof.key) => {
      const { header, payload } = await proof.parts();
      return proof.takes(signed({ ...header, ...more }, payload, key));
    };
    expect(await of({})).toBe(true);
    expect(await of({}, other.privateKey)).toBe(false);
    expect(await of({ jwk: proof.key.export({ format: 'jwk' }) })).toBe(false);
    expect(await of({ jwk: undefined })).toBe(false);
    expect(await of({ jwk: [] })).toBe(false);
    expect(await of({ jwk: { kty: 'oct', k: 'AAAA' } })).toBe(false);
  });

  it.each(['svc_accounts', 'console-support', 'console-customer'])(
    'the kid of %s finds no key for another client',
    async (client) => {
      const assertion = all.find(({ name }) => name === 'client assertion');
      const kid = client === 'console-support' ? house.keys.support.jwk.kid : house.keys.customer.jwk.kid;
      const { header, payload } = (await assertion?.parts()) ?? { header: {}, payload: {} };
      if (!assertion) throw new Error('Nobody takes assertions.');
      expect(await assertion.takes(signed({ ...header, kid }, payload, assertion.key))).toBe(false);
    },
  );

  it('what was left as it is, all of them take', async () => {
    for (const taker of all) {
      const { header, payload } = await taker.parts();
      expect(await taker.takes(signed(header, payload, taker.key)), taker.name).toBe(true);
    }
  });
});
