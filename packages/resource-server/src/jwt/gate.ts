import { createHash } from 'node:crypto';
import { isJsonObject, type JsonObject, parseJsonObject } from './json-object.ts';

/** A JWT that is refused. The message names the check and nothing of the token; callers turn it into their own error. */
export class TokenRejected extends Error {
  override readonly name = 'TokenRejected';
}

export interface Jwt {
  readonly header: JsonObject;
  readonly payload: JsonObject;
  readonly signingInput: string;
  readonly signature: Buffer;
}

const compactForm = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/;
const longest = 8192;
const unsupported = ['crit', 'b64', 'zip', 'enc'] as const;
const keyCarrying = ['jku', 'x5u', 'x5c'] as const;
const keyIdentifier = /^[A-Za-z0-9._~-]{1,128}$/;

/** Reads a JWT without believing a word of it. `jwk` is a legal header member in a DPoP proof only (RFC 9449 §4.2). */
export function readJwt(token: string, options: { readonly jwkInHeader?: true } = {}): Jwt {
  const [encodedHeader, encodedPayload, encodedSignature] = compactParts(token);
  const header = objectOf(encodedHeader, 'header');
  const payload = objectOf(encodedPayload, 'payload');
  refuseHeaderExtensions(header);
  refuseKeysInHeader(header, options.jwkInHeader === true);
  return {
    header,
    payload,
    signingInput: `${encodedHeader}.${encodedPayload}`,
    signature: Buffer.from(encodedSignature, 'base64url'),
  };
}

/** Two signatures over one payload: the same bytes, not only the same members. */
export function samePayload(one: Jwt, other: Jwt): boolean {
  return one.signingInput.split('.')[1] === other.signingInput.split('.')[1];
}

/** RFC 7515 §7.1: compact serialization in its one spelling, so that hashes of it can key replay and revocation lists. */
export function compactParts(token: string): readonly [string, string, string] {
  if (token.length > longest) throw new TokenRejected('token is too long');
  if (!compactForm.test(token)) throw new TokenRejected('token is not in compact form');
  const [header, payload, signature] = token.split('.');
  if (header === undefined || payload === undefined || signature === undefined) {
    throw new TokenRejected('token is not in compact form');
  }
  for (const segment of [header, payload, signature]) {
    if (Buffer.from(segment, 'base64url').toString('base64url') !== segment) {
      throw new TokenRejected('token is not in canonical base64url');
    }
  }
  return [header, payload, signature];
}

/** RFC 8725 §3.10 and RFC 7519 §4: a JSON object without repeated member names. */
function objectOf(segment: string, part: string): JsonObject {
  const object = parseJsonObject(Buffer.from(segment, 'base64url'));
  if (object === undefined) throw new TokenRejected(`token ${part} is not a plain JSON object`);
  return object;
}

/** RFC 7515 §4.1.11: extensions that must be understood are not. */
function refuseHeaderExtensions(header: JsonObject): void {
  if (unsupported.some((name) => Object.hasOwn(header, name))) {
    throw new TokenRejected('token header has an unsupported member');
  }
}

/** RFC 8725 §3.10: a token never brings or names its own key. */
function refuseKeysInHeader(header: JsonObject, jwkAllowed: boolean): void {
  const brought = keyCarrying.some((name) => Object.hasOwn(header, name));
  if (brought || (!jwkAllowed && Object.hasOwn(header, 'jwk'))) {
    throw new TokenRejected('token header carries or points to a key');
  }
}

/** RFC 8725 §3.11 and RFC 7515 §4.1.9: explicit typing, case-insensitive, `application/` optional. */
export function requireType(
  header: JsonObject,
  accepted: string,
  others: readonly (string | undefined)[] = [],
): void {
  const typ = header.typ;
  if (typ === undefined) {
    if (others.includes(undefined)) return;
    throw new TokenRejected('token has no type');
  }
  if (typeof typ !== 'string') throw new TokenRejected('token type is not a string');
  const name = typ.toLowerCase().replace(/^application\//, '');
  if (name !== accepted.toLowerCase() && !others.some((other) => other?.toLowerCase() === name)) {
    throw new TokenRejected('token is of another type');
  }
}

/** RFC 7515 §4.1.4, narrowed to characters that need no escaping anywhere. */
export function keyIdentifierOf(header: JsonObject): string | undefined {
  if (!Object.hasOwn(header, 'kid')) return undefined;
  if (typeof header.kid !== 'string' || !keyIdentifier.test(header.kid)) {
    throw new TokenRejected('token key identifier is malformed');
  }
  return header.kid;
}

const futureSeconds = 15;
const expiryGraceSeconds = 5;

export interface Times {
  readonly iat: number | undefined;
  readonly exp: number | undefined;
  readonly nbf: number | undefined;
}

/** RFC 7519 §4.1.4–4.1.6 with the clock tolerance of FAPI 2.0 §5.3.2.1. */
export function requireCurrent(payload: JsonObject, now: Date, required: readonly (keyof Times)[]): Times {
  const times = {
    iat: numericDate(payload, 'iat'),
    exp: numericDate(payload, 'exp'),
    nbf: numericDate(payload, 'nbf'),
  };
  for (const name of required) {
    if (times[name] === undefined) throw new TokenRejected(`token has no ${name}`);
  }
  const seconds = now.getTime() / 1000;
  if (times.iat !== undefined && times.iat > seconds + futureSeconds)
    throw new TokenRejected('token is from the future');
  if (times.nbf !== undefined && times.nbf > seconds + futureSeconds)
    throw new TokenRejected('token is not valid yet');
  if (times.exp !== undefined && times.exp <= seconds - expiryGraceSeconds)
    throw new TokenRejected('token has expired');
  return times;
}

/** RFC 7519 §2: NumericDate is a JSON number. */
/** An absent date is none; one that is no finite number is refused. */
export function numericDate(payload: JsonObject, name: keyof Times): number | undefined {
  if (!Object.hasOwn(payload, name)) return undefined;
  const value = payload[name];
  if (typeof value !== 'number' || !Number.isFinite(value) || value < 0) {
    throw new TokenRejected(`token ${name} is not a date`);
  }
  return value;
}

/** A string claim of bounded length. */
export function stringClaim(payload: JsonObject, name: string, most = 256): string {
  const value = Object.hasOwn(payload, name) ? payload[name] : undefined;
  if (typeof value !== 'string' || value.length === 0 || value.length > most) {
    throw new TokenRejected(`token ${name} is missing or malformed`);
  }
  return value;
}

/** A claim that is an object, such as `cnf` or `act`. */
export function objectClaim(payload: JsonObject, name: string): JsonObject {
  const value = Object.hasOwn(payload, name) ? payload[name] : undefined;
  if (!isJsonObject(value)) throw new TokenRejected(`token ${name} is missing or malformed`);
  return value;
}

/** Keys replay marks: never the whole token, because an ECDSA signature (r, s) verifies as (r, n−s) too. */
export function signingInputHash(jwt: Jwt): string {
  return createHash('sha256').update(jwt.signingInput, 'ascii').digest('base64url');
}
