import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';

/** A private key of the caller, ready to sign DPoP proofs and client assertions. */
export interface SigningKey {
  readonly alg: 'ES256' | 'PS256' | 'Ed25519';
  /** Names the key in the client's registered JWKS; absent when the client has exactly one. */
  readonly kid?: string;
  readonly privateKey: CryptoKey;
  /** Public members only, as a proof's `jwk` header carries them (RFC 9449 §4.2). */
  readonly publicJwk: JWK;
  /** RFC 7638 SHA-256 thumbprint, base64url: the `jkt` that tokens are bound to. */
  readonly thumbprint: string;
}

/**
 * Makes a signing key from a private JWK (EC P-256, OKP Ed25519, or RSA for PS256).
 * @throws TypeError when the JWK is no private key of one of these kinds.
 */
export async function importSigningKey(jwk: JWK): Promise<SigningKey> {
  const alg = algorithmOf(jwk);
  const privateKey = await importJWK(jwk, alg);
  if (privateKey instanceof Uint8Array || privateKey.type !== 'private') {
    throw new TypeError('A signing key needs a private JWK.');
  }
  return describe(alg, privateKey, publicMembers(jwk), jwk.kid);
}

/** Makes a fresh ES256 key that cannot be exported. */
export async function generateSigningKey(): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair('ES256');
  return describe('ES256', privateKey, await exportJWK(publicKey), undefined);
}

async function describe(
  alg: SigningKey['alg'],
  privateKey: CryptoKey,
  publicJwk: JWK,
  kid: string | undefined,
): Promise<SigningKey> {
  const thumbprint = await calculateJwkThumbprint(publicJwk, 'sha256');
  return { alg, privateKey, publicJwk, thumbprint, ...(kid === undefined ? {} : { kid }) };
}

function algorithmOf(jwk: JWK): SigningKey['alg'] {
  if (jwk.kty === 'EC' && jwk.crv === 'P-256') return 'ES256';
  if (jwk.kty === 'OKP' && jwk.crv === 'Ed25519') return 'Ed25519';
  if (jwk.kty === 'RSA') return 'PS256';
  throw new TypeError('A signing key is EC P-256, OKP Ed25519 or RSA.');
}

function publicMembers(jwk: JWK): JWK {
  const members = ['kty', 'crv', 'x', 'y', 'n', 'e'] as const;
  return Object.fromEntries(
    members.flatMap((name) => (jwk[name] === undefined ? [] : [[name, jwk[name]]])),
  ) as JWK;
}
