import { createHmac, timingSafeEqual } from 'node:crypto';

export const nonceSlotSeconds = 120;

export type NonceAge = 'current' | 'previous' | 'unknown';

/** RFC 9449 §8: stateless, so that every node knows every node's nonces. */
export interface Nonces {
  current(now: Date): string;
  ageOf(nonce: string, now: Date): NonceAge;
}

export function nonces(key: Uint8Array): Nonces {
  const ofSlot = (slot: number): string =>
    createHmac('sha256', key).update(`dpop-nonce:${slot}`).digest('base64url');
  const slotAt = (now: Date): number => Math.floor(now.getTime() / 1000 / nonceSlotSeconds);
  return {
    current: (now) => ofSlot(slotAt(now)),
    ageOf: (nonce, now) => {
      if (same(nonce, ofSlot(slotAt(now)))) return 'current';
      return same(nonce, ofSlot(slotAt(now) - 1)) ? 'previous' : 'unknown';
    },
  };
}

function same(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}
