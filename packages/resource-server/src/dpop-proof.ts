import { createHash } from 'node:crypto';
import { numericDate, readJwt, requireCurrent, requireType, stringClaim, TokenRejected } from './jwt/gate.ts';
import { normaliseTarget } from './jwt/http-target.ts';
import { isJsonObject, type JsonObject } from './jwt/json-object.ts';
import { acceptedAlgorithms, algorithmOf, publicKey, signatureHolds } from './jwt/signature.ts';
import type { ReplayStore } from './replay-store.ts';

export interface ProofExpectation {
  readonly method: string;
  /** From configuration, never from a Host header. */
  readonly url: string;
  readonly accessToken: string;
  readonly now: Date;
  readonly replay: ReplayStore;
}

const oldestSeconds = 60;
const replayMemoryMs = 90_000;

/** RFC 9449 §4.3, its checks in their order. Answers the RFC 7638 thumbprint of the proof's key. */
export async function acceptProof(header: string | null, expected: ProofExpectation): Promise<string> {
  const jwt = readJwt(singleHeader(header), { jwkInHeader: true });
  requireType(jwt.header, 'dpop+jwt');
  const alg = algorithmOf(jwt.header, acceptedAlgorithms);
  const { jwk } = jwt.header;
  if (!isJsonObject(jwk)) throw new TokenRejected('proof has no key');
  const key = publicKey(jwk, alg);
  if (key === undefined) throw new TokenRejected('proof key is not a public key of that algorithm');
  if (!signatureHolds(jwt, key, alg)) throw new TokenRejected('proof signature does not verify');
  const jti = stringClaim(jwt.payload, 'jti');
  if (stringClaim(jwt.payload, 'htm', 32) !== expected.method) {
    throw new TokenRejected('proof is for another method');
  }
  const target = normaliseTarget(stringClaim(jwt.payload, 'htu', 2048));
  if (target === undefined || target !== normaliseTarget(expected.url)) {
    throw new TokenRejected('proof is for another URL');
  }
  requireRecent(jwt.payload, expected.now);
  // RFC 9449 §4.3 check 11, §7.1.
  if (stringClaim(jwt.payload, 'ath', 64) !== sha256(expected.accessToken)) {
    throw new TokenRejected('proof is for another token');
  }
  const thumbprint = keyThumbprint(jwk);
  const until = new Date(expected.now.getTime() + replayMemoryMs);
  const isNew = await expected.replay.add(`${thumbprint}:${sha256(jti)}`, until).catch(() => false);
  if (!isNew) throw new TokenRejected('proof was used before');
  return thumbprint;
}

/** Check 1: two fields arrive comma-joined, and a comma is in no JWT. */
function singleHeader(value: string | null): string {
  if (value === null || value === '') throw new TokenRejected('proof is missing');
  if (value.includes(',')) throw new TokenRejected('more than one proof');
  return value;
}

/** Check 11, §11.1. */
function requireRecent(payload: JsonObject, now: Date): void {
  requireCurrent(payload, now, []);
  const iat = numericDate(payload, 'iat');
  if (iat === undefined) throw new TokenRejected('proof has no iat');
  if (iat < now.getTime() / 1000 - oldestSeconds) throw new TokenRejected('proof is too old');
}

/** RFC 7638 §3.2: the required members, in lexical order. */
function keyThumbprint(jwk: JsonObject): string {
  const members =
    jwk.kty === 'EC' ? ['crv', 'kty', 'x', 'y'] : jwk.kty === 'OKP' ? ['crv', 'kty', 'x'] : ['e', 'kty', 'n'];
  return sha256(JSON.stringify(Object.fromEntries(members.map((name) => [name, jwk[name]]))));
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}
