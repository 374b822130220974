import { createHmac, timingSafeEqual } from 'node:crypto';

export const nonceSlotSeconds = 120;

export type NonceAge = 'current' | 'previous' | 'unknown';

/** RFC 9449 §8: stateless, so that every node knows every node's nonces. */
export interface Nonces {
  current(now: Date): string;
  ageOf(nonce: string, now: Date): NonceAge;
}

/** The first key makes nonces; those of the others are known too, while a master key is being replaced. */
export function nonces(keys: readonly Uint8Array[]): Nonces {
  const [making] = keys;
  if (making === undefined) throw new Error('Nonces need a key.');
  const ofSlot = (slot: number, key = making): string =>
    createHmac('sha256', key).update(`dpop-nonce:${slot}`).digest('base64url');
  const isOf = (nonce: string, slot: number) => keys.some((key) => same(nonce, ofSlot(slot, key)));
  const slotAt = (now: Date): number => Math.floor(now.getTime() / 1000 / nonceSlotSeconds);
  return {
    current: (now) => ofSlot(slotAt(now)),
    ageOf: (nonce, now) => {
      if (isOf(nonce, slotAt(now))) return 'current';
      return isOf(nonce, slotAt(now) - 1) ? 'previous' : 'unknown';
    },
  };
}

function same(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}
