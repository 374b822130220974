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

export const thumbprintOf = ({ jwk }: Pick<HeldKey, 'jwk'>): string => keyThumbprint(jwk);

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
 * has replaced by itself stays replaced, until the file names other keys than before.
 */
export function mergedKeys(registered: readonly Jwk[], held: readonly HeldKey[], now: Date): HeldKey[] {
  const known = new Map(held.map((key) => [thumbprintOf(key), key]));
  const named = registered.map(
    (jwk) => known.get(keyThumbprint(jwk)) ?? { jwk, added_at: now.toISOString() },
  );
  const before = held.filter((key) => !key.by_client).map(thumbprintOf);
  const unchanged =
    before.length === named.length && named.every((key) => before.includes(thumbprintOf(key)));
  return unchanged ? [...held] : named;
}

/** An old certificate is refused like an old key: its age is the time since it was made out. */
export function isTooOld(issuedAt: Date, now: Date, maxDays: number): boolean {
  return now.getTime() - issuedAt.getTime() >= maxDays * dayMs;
}
