import { isJsonObject, type JsonObject, parseJsonObject } from './json-object.ts';

/** A JWT that is refused. The message names the check and nothing of the token. */
export class Rejected extends Error {
  override readonly name = 'Rejected';
}

export interface Jwt {
  readonly header: JsonObject;
  readonly payload: JsonObject;
  readonly signingInput: string;
  readonly signature: Buffer;
}

const compactForm = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/;
const longestBytes = 8192;
const unsupported = ['crit', 'b64', 'zip', 'enc'] as const;
const keyCarrying = ['jku', 'x5u', 'x5c'] as const;
const keyIdentifier = /^[A-Za-z0-9._~-]{1,128}$/;
const futureSeconds = 15;
const expiryGraceSeconds = 5;

/** Reads a JWT without believing a word of it. `jwk` is a legal header member in a DPoP proof only (RFC 9449 §4.2). */
export function readJwt(token: string, options: { readonly jwkInHeader?: true } = {}): Jwt {
  const [encodedHeader, encodedPayload, encodedSignature] = compactParts(token);
  const header = objectOf(encodedHeader, 'header');
  const payload = objectOf(encodedPayload, 'payload');
  if (unsupported.some((name) => Object.hasOwn(header, name))) {
    throw new Rejected('token header has an unsupported member');
  }
  const brought = keyCarrying.some((name) => Object.hasOwn(header, name));
  if (brought || (options.jwkInHeader !== true && Object.hasOwn(header, 'jwk'))) {
    throw new Rejected('token header carries or points to a key');
  }
  return {
    header,
    payload,
    signingInput: `${encodedHeader}.${encodedPayload}`,
    signature: Buffer.from(encodedSignature, 'base64url'),
  };
}

/** RFC 7515 §7.1: compact serialization in its one spelling, so that hashes of it can key replay lists. */
function compactParts(token: string): readonly [string, string, string] {
  if (token.length > longestBytes) throw new Rejected('token is too long');
  if (!compactForm.test(token)) throw new Rejected('token is not in compact form');
  const [header = '', payload = '', signature = ''] = token.split('.');
  for (const segment of [header, payload, signature]) {
    if (Buffer.from(segment, 'base64url').toString('base64url') !== segment) {
      throw new Rejected('token is not in canonical base64url');
    }
  }
  return [header, payload, signature];
}

/** RFC 8725 §3.10 and RFC 7519 §4: a JSON object without repeated member names. */
function objectOf(segment: string, part: string): JsonObject {
  const object = parseJsonObject(Buffer.from(segment, 'base64url'));
  if (object === undefined) throw new Rejected(`token ${part} is not a plain JSON object`);
  return object;
}

/** RFC 8725 §3.11 and RFC 7515 §4.1.9: explicit typing, case-insensitive, `application/` optional. */
export function requireType(header: JsonObject, accepted: string): void {
  const { typ } = header;
  if (typeof typ !== 'string') throw new Rejected('token has no type');
  if (typ.toLowerCase().replace(/^application\//, '') !== accepted) {
    throw new Rejected('token is of another type');
  }
}

/** RFC 7515 §4.1.4, narrowed to characters that need no escaping anywhere. */
export function keyIdentifierOf(header: JsonObject): string | undefined {
  if (!Object.hasOwn(header, 'kid')) return undefined;
  if (typeof header.kid !== 'string' || !keyIdentifier.test(header.kid)) {
    throw new Rejected('token key identifier is malformed');
  }
  return header.kid;
}

/** RFC 7519 §4.1.4–4.1.6 with the clock tolerance of FAPI 2.0 §5.3.2.1. */
export function requireCurrent(payload: JsonObject, now: Date): void {
  const iat = numericDate(payload, 'iat');
  const exp = numericDate(payload, 'exp');
  const nbf = numericDate(payload, 'nbf');
  const seconds = now.getTime() / 1000;
  if (iat !== undefined && iat > seconds + futureSeconds) throw new Rejected('token is from the future');
  if (nbf !== undefined && nbf > seconds + futureSeconds) throw new Rejected('token is not valid yet');
  if (exp !== undefined && exp <= seconds - expiryGraceSeconds) throw new Rejected('token has expired');
}

/** RFC 7519 §2: NumericDate is a JSON number. */
export function numericDate(payload: JsonObject, name: 'iat' | 'exp' | 'nbf'): number | undefined {
  if (!Object.hasOwn(payload, name)) return undefined;
  const value = payload[name];
  if (typeof value !== 'number' || !Number.isFinite(value) || value < 0) {
    throw new Rejected(`token ${name} is not a date`);
  }
  return value;
}

export function stringMember(object: JsonObject, name: string, most = 256): string {
  const value = Object.hasOwn(object, name) ? object[name] : undefined;
  if (typeof value !== 'string' || value.length === 0 || value.length > most) {
    throw new Rejected(`token ${name} is missing or malformed`);
  }
  return value;
}

export function objectMember(object: JsonObject, name: string): JsonObject {
  const value = Object.hasOwn(object, name) ? object[name] : undefined;
  if (!isJsonObject(value)) throw new Rejected(`token ${name} is missing or malformed`);
  return value;
}
