import type { PeopleDomain } from '../../identity/principal.ts';
import { secondsAfter } from '../single-use.ts';

export const idleSeconds = 30 * 60;
export const retryWindowSeconds = 10;
const hour = 3600;

/** The absolute end of a sign-in, never beyond the identity domain's own session where it names its end. */
export function signInEnd(domain: PeopleDomain, now: Date, providerEnd: Date | undefined): Date {
  const ours = secondsAfter(now, (domain === 'support' ? 8 : 12) * hour);
  return providerEnd !== undefined && providerEnd < ours ? providerEnd : ours;
}

/** An admin whose ID token is older may neither approve nor activate until the door repeats the sign-in. */
export const freshIdTokenSeconds = hour;
