import { setTimeout as delay } from 'node:timers/promises';
import { expect, inject } from 'vitest';

type Settled<T> = PromiseSettledResult<T>;

async function late<T>(byMs: number, begin: () => Promise<T>): Promise<T> {
  if (byMs > 0) await delay(byMs);
  return begin();
}

/**
 * Two that race, over and over: whichever was first begins a little later the next time, so that the rounds gather
 * where the outcome turns, however long either takes on this machine. After that, both outcomes must have come up.
 */
export function openRace() {
  let handicapMs = 0;
  const won = { first: 0, second: 0 };

  return {
    async run<A, B>(
      first: () => Promise<A>,
      second: () => Promise<B>,
      firstWon: (first: Settled<A>, second: Settled<B>) => boolean = ({ status }) => status === 'fulfilled',
    ): Promise<[Settled<A>, Settled<B>]> {
      const laterMs = handicapMs + Math.random() * 2 - 1;
      const settled = await Promise.allSettled([late(laterMs, first), late(-laterMs, second)]);
      const stepMs = 0.5 + Math.abs(handicapMs) / 8;
      const firstOne = firstWon(...settled);
      handicapMs += firstOne ? stepMs : -stepMs;
      won[firstOne ? 'first' : 'second'] += 1;
      return settled;
    },

    /** On the embedded database one always waits for the other. */
    expectEither(): void {
      if (inject('databaseUrl') === undefined) return;
      expect(won.first, 'the first was never first: nothing raced').toBeGreaterThan(0);
      expect(won.second, 'the second was never first: nothing raced').toBeGreaterThan(0);
    },
  };
}
