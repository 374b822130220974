import { constants, createPublicKey, type KeyObject, verify } from 'node:crypto';
import { type Jwt, keyIdentifierOf, TokenRejected } from './gate.ts';
import type { JsonObject } from './json-object.ts';

/** Advertised everywhere; `EdDSA` is accepted as the older name of Ed25519 (RFC 9864 §2.2). */
export const signingAlgorithms = ['ES256', 'PS256', 'Ed25519'] as const;
export const acceptedAlgorithms: readonly string[] = [...signingAlgorithms, 'EdDSA'];

const privateMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'] as const;
const leastModulusBits = 2048;

/** RFC 8725 §3.1 and §3.2: the algorithm is one of ours, exactly as written. */
export function algorithmOf(header: JsonObject, allowed: readonly string[]): string {
  const alg = header.alg;
  if (typeof alg !== 'string' || !allowed.includes(alg))
    throw new TokenRejected('token algorithm is not accepted');
  return alg;
}

/** RFC 7517 §4 and RFC 8725 §3.5: a public key, strong enough, of the kind the algorithm means. Undefined when it is not. */
export function publicKey(jwk: JsonObject, alg: string): KeyObject | undefined {
  if (privateMembers.some((member) => Object.hasOwn(jwk, member))) return undefined;
  if (jwk.alg !== undefined && canonical(String(jwk.alg)) !== canonical(alg)) return undefined;
  if (jwk.use !== undefined && jwk.use !== 'sig') return undefined;
  if (!fitsAlgorithm(jwk, alg)) return undefined;
  try {
    const key = createPublicKey({ key: { ...jwk }, format: 'jwk' });
    const bits = key.asymmetricKeyDetails?.modulusLength;
    return jwk.kty === 'RSA' && (bits === undefined || bits < leastModulusBits) ? undefined : key;
  } catch {
    return undefined;
  }
}

function fitsAlgorithm(jwk: JsonObject, alg: string): boolean {
  switch (canonical(alg)) {
    case 'ES256':
      return jwk.kty === 'EC' && jwk.crv === 'P-256';
    case 'Ed25519':
      return jwk.kty === 'OKP' && jwk.crv === 'Ed25519';
    case 'PS256':
    case 'RS256':
      return jwk.kty === 'RSA';
    default:
      return false;
  }
}

function canonical(alg: string): string {
  return alg === 'EdDSA' ? 'Ed25519' : alg;
}

/** RFC 7515 §4.1.4: looked up inside this key set and nowhere else; without `kid` only a sole candidate will do. */
export function chooseKey(
  header: JsonObject,
  keys: readonly JsonObject[],
  alg: string,
): KeyObject | undefined {
  const kid = keyIdentifierOf(header);
  const candidates = keys
    .filter((jwk) => kid === undefined || jwk.kid === kid)
    .map((jwk) => publicKey(jwk, alg))
    .filter((key) => key !== undefined);
  return candidates.length === 1 ? candidates[0] : undefined;
}

/** RFC 7515 §5.2. */
export function signatureHolds(jwt: Jwt, key: KeyObject, alg: string): boolean {
  const input = Buffer.from(jwt.signingInput, 'ascii');
  try {
    switch (canonical(alg)) {
      case 'ES256':
        return (
          jwt.signature.length === 64 &&
          verify('sha256', input, { key, dsaEncoding: 'ieee-p1363' }, jwt.signature)
        );
      case 'Ed25519':
        return jwt.signature.length === 64 && verify(null, input, key, jwt.signature);
      case 'PS256':
        return verify(
          'sha256',
          input,
          { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST },
          jwt.signature,
        );
      case 'RS256':
        return verify('sha256', input, key, jwt.signature);
      default:
        return false;
    }
  } catch {
    return false;
  }
}

/** The three steps together, for a token whose key set is already known. */
export function requireSignature(jwt: Jwt, keys: readonly JsonObject[], allowed: readonly string[]): void {
  const alg = algorithmOf(jwt.header, allowed);
  const key = chooseKey(jwt.header, keys, alg);
  if (key === undefined || !signatureHolds(jwt, key, alg))
    throw new TokenRejected('token signature does not verify');
}
