import { createHash } from 'node:crypto';
import {
  acceptedAlgorithms,
  algorithmOf,
  type JsonObject,
  normaliseTarget,
  publicKey,
  readJwt,
  requireCurrent,
  requireType,
  signatureHolds,
  stringClaim,
  TokenRejected,
} from '@countersign/resource-server/jwt';
import type { Context } from '../context.ts';
import type { Nonces } from './dpop-nonce.ts';
import { type SingleUse, secondsAfter, sha256, spend } from './single-use.ts';

/** RFC 9449 §8, §9: the proof is sound but carries no nonce of ours that is fresh. */
export class NonceWanted extends Error {
  override readonly name = 'NonceWanted';
  readonly nonce: string;
  constructor(nonce: string) {
    super('a fresh nonce is wanted');
    this.nonce = nonce;
  }
}

export interface ProofExpectation {
  readonly method: string;
  /** The configured public URL of the endpoint, or two; never one built from a Host header. */
  readonly urls: readonly string[];
  readonly nonces: Nonces;
  readonly nonceRequired: boolean;
  /** At a protected resource only. */
  readonly accessToken?: string;
  /** The key that the access token or the sign-in is bound to. */
  readonly thumbprint?: string;
}

/** A sound proof. It is accepted once its use is used up. */
export interface SoundProof extends AcceptedProof {
  readonly use: SingleUse;
}

export interface AcceptedProof {
  readonly thumbprint: string;
  /** Set when the slot has turned: the client should use this one from now on. */
  readonly freshNonce: string | undefined;
}

const oldestSeconds = 60;
const replayMemorySeconds = 90;

/** RFC 9449 §4.3, its checks in their order; only whether the proof was used before is still to be seen. */
export function readProof(
  context: Context,
  headerValue: string | null,
  expected: ProofExpectation,
): SoundProof {
  const now = context.clock.now();
  const jwt = readJwt(singleHeader(headerValue), { jwkInHeader: true });
  requireType(jwt.header, 'dpop+jwt');
  const alg = algorithmOf(jwt.header, acceptedAlgorithms);
  const jwk = embeddedKey(jwt.header);
  const key = publicKey(jwk, alg);
  if (key === undefined) throw new TokenRejected('proof key is not a public key of that algorithm');
  if (!signatureHolds(jwt, key, alg)) throw new TokenRejected('proof signature does not verify');
  const jti = stringClaim(jwt.payload, 'jti');
  requireMethod(jwt.payload, expected.method);
  requireTarget(jwt.payload, expected.urls);
  requireRecent(jwt.payload, now);
  const freshNonce = requireNonce(jwt.payload, expected, now);
  const thumbprint = keyThumbprint(jwk);
  if (expected.accessToken !== undefined) requireTokenHash(jwt.payload, expected.accessToken);
  const use: SingleUse = {
    kind: 'dpop-proof',
    mark: `${thumbprint}:${sha256(jti)}`,
    until: secondsAfter(now, replayMemorySeconds),
    otherwise: new TokenRejected('proof was used before'),
  };
  return { thumbprint, freshNonce, use };
}

export async function acceptProof(
  context: Context,
  headerValue: string | null,
  expected: ProofExpectation,
): Promise<AcceptedProof> {
  const { thumbprint, freshNonce, use } = readProof(context, headerValue, expected);
  await spend(context, [use]);
  if (expected.thumbprint !== undefined && expected.thumbprint !== thumbprint) {
    throw new KeyMismatch('proof is of another key');
  }
  return { thumbprint, freshNonce };
}

/** The proof is sound, but not of the key that the token is bound to: the token is what is wrong then (RFC 9449 §7.1). */
export class KeyMismatch extends Error {
  override readonly name = 'KeyMismatch';
}

/** §4.3 check 1: two fields arrive comma-joined, and a comma is in no JWT. */
function singleHeader(value: string | null): string {
  if (value === null || value === '') throw new TokenRejected('proof is missing');
  if (value.includes(',')) throw new TokenRejected('more than one proof');
  return value;
}

/** §4.2, §4.3 check 7: a public key and nothing private. */
function embeddedKey(header: JsonObject): JsonObject {
  const { jwk } = header;
  if (typeof jwk !== 'object' || jwk === null || Array.isArray(jwk))
    throw new TokenRejected('proof has no key');
  return jwk as JsonObject;
}

/** §4.3 check 8: case-sensitive. */
function requireMethod(payload: JsonObject, method: string): void {
  if (stringClaim(payload, 'htm', 32) !== method) throw new TokenRejected('proof is for another method');
}

/** §4.3 check 9. */
function requireTarget(payload: JsonObject, urls: readonly string[]): void {
  const target = normaliseTarget(stringClaim(payload, 'htu', 2048));
  if (target === undefined || !urls.some((url) => normaliseTarget(url) === target))
    throw new TokenRejected('proof is for another URL');
}

/** §4.3 check 11, §11.1. */
function requireRecent(payload: JsonObject, now: Date): void {
  const { iat } = requireCurrent(payload, now, ['iat']);
  if (iat === undefined || iat < now.getTime() / 1000 - oldestSeconds)
    throw new TokenRejected('proof is too old');
}

/** §4.3 check 10, §8. Answers the nonce to send along when the client's is the previous slot's. */
function requireNonce(payload: JsonObject, expected: ProofExpectation, now: Date): string | undefined {
  const nonce = Object.hasOwn(payload, 'nonce') ? payload.nonce : undefined;
  if (nonce === undefined && !expected.nonceRequired) return undefined;
  const current = expected.nonces.current(now);
  const age = typeof nonce === 'string' ? expected.nonces.ageOf(nonce, now) : 'unknown';
  if (age === 'unknown') throw new NonceWanted(current);
  return age === 'previous' ? current : undefined;
}

/** §4.3 check 12. */
function requireTokenHash(payload: JsonObject, accessToken: string): void {
  const expected = createHash('sha256').update(accessToken, 'ascii').digest('base64url');
  if (stringClaim(payload, 'ath', 64) !== expected) throw new TokenRejected('proof is for another token');
}

/** RFC 7638 §3.2: the required members, in lexical order. */
export function keyThumbprint(jwk: JsonObject): string {
  const members =
    jwk.kty === 'EC' ? ['crv', 'kty', 'x', 'y'] : jwk.kty === 'OKP' ? ['crv', 'kty', 'x'] : ['e', 'kty', 'n'];
  return sha256(JSON.stringify(Object.fromEntries(members.map((name) => [name, jwk[name]]))));
}
