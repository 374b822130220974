import { acceptedAlgorithms, type JsonObject, publicKey } from '@countersign/resource-server/jwt';
import type { Jwk } from '../../identity/trusted-issuers.ts';
import { keyThumbprint } from '../dpop.ts';

const dayMs = 24 * 3600_000;

/** A client's public key, as it is kept. Times are ISO 8601. */
export interface HeldKey {
  readonly jwk: Jwk;
  readonly added_at: string;
  /** Replaced by the client itself: good until then. */
  readonly retires_at?: string;
  /** The client brought it, signed with the one before. */
  readonly by_client?: true;
}

export const isUsablePublicKey = (jwk: JsonObject): boolean =>
  acceptedAlgorithms.some((alg) => publicKey(jwk, alg) !== undefined);

/** A public key in its one spelling: nothing but what makes it this key, and how it is called. Undefined: none of ours. */
export function publicMembers(jwk: JsonObject): Jwk | undefined {
  const [key] = acceptedAlgorithms.map((alg) => publicKey(jwk, alg)).filter((one) => one !== undefined);
  if (key === undefined) return undefined;
  const { kid, alg } = jwk;
  return {
    ...(key.export({ format: 'jwk' }) as Jwk),
    ...(typeof kid === 'string' ? { kid } : {}),
    ...(typeof alg === 'string' ? { alg } : {}),
  };
}

/** However it was written down: base64url has several spellings for the same bytes. */
export const thumbprintOf = ({ jwk }: Pick<HeldKey, 'jwk'>): string =>
  keyThumbprint(publicMembers(jwk) ?? jwk);

/** As `kid` of a JWS may be: any other name would never be found. */
export const isKeyName = (kid: unknown): kid is string =>
  typeof kid === 'string' && /^[A-Za-z0-9._~-]{1,128}$/.test(kid);

/** How many days a credential of a client is good: never more than for all. */
export function credentialDays(forAll: number, own: number | null | undefined): number {
  return Math.min(forAll, own ?? forAll);
}

/** From then on it is refused, whatever it signs. */
export function refusedFrom({ added_at, retires_at }: HeldKey, maxDays: number): Date {
  const oldest = new Date(added_at).getTime() + maxDays * dayMs;
  return new Date(retires_at === undefined ? oldest : Math.min(oldest, new Date(retires_at).getTime()));
}

export function usableKeys(keys: readonly HeldKey[], now: Date, maxDays: number): HeldKey[] {
  return keys.filter((key) => now < refusedFrom(key, maxDays));
}

/**
 * What the registry file and the clients together make of it: a key that is known keeps its age, and what a client
 * has replaced by itself stays replaced, until the file names other keys than before. A key that a client brought is
 * the file's own once the file names it.
 */
export function mergedKeys(registered: readonly Jwk[], held: readonly HeldKey[], now: Date): HeldKey[] {
  const known = new Map(held.map((key) => [thumbprintOf(key), key]));
  const named = registered.map((jwk): HeldKey => {
    const { by_client: _, ...key } = known.get(thumbprintOf({ jwk })) ?? { jwk, added_at: now.toISOString() };
    return key;
  });
  const before = held.filter((key) => !key.by_client).map(thumbprintOf);
  const unchanged =
    before.length === named.length && named.every((key) => before.includes(thumbprintOf(key)));
  return unchanged ? [...held] : named;
}

/** An old certificate is refused like an old key: its age is the time since it was made out. */
export function isTooOld(issuedAt: Date, now: Date, maxDays: number): boolean {
  return now.getTime() - issuedAt.getTime() >= maxDays * dayMs;
}
