import fc from 'fast-check';
import { expect } from 'vitest';
import { policies, sequences } from './commands.ts';
import { openRunningBroker } from './running-broker.ts';
import type { Tally } from './scene.ts';
import { run } from './sequence.ts';

/** What has to have come up in every hundred sequences, or they have shown nothing. */
const LEAST: Tally = {
  issued: 30,
  'not issued': 30,
  active: 8,
  inactive: 8,
  started: 15,
  raised: 3,
  'no change': 15,
  refreshed: 3,
};

/**
 * The same seed does the same again: `COUNTERSIGN_SEED=… COUNTERSIGN_PATH=…`, as a failure prints them.
 * `isShort` ends at the first counterexample; otherwise a shorter one is looked for.
 */
export async function checkSequences(numRuns: number, isShort: boolean): Promise<void> {
  const { COUNTERSIGN_SEED: seed, COUNTERSIGN_PATH: path } = process.env;
  const broker = await openRunningBroker();
  const tally: Tally = {};
  const property = fc.asyncProperty(policies, sequences, (policy, commands) =>
    run(broker, policy, commands, tally),
  );
  try {
    await fc.assert(property, {
      numRuns,
      endOnFailure: isShort,
      ...(seed === undefined ? {} : { seed: Number(seed) }),
      ...(path === undefined ? {} : { path }),
    });
  } finally {
    await broker.close();
  }
  for (const [what, least] of Object.entries(LEAST))
    expect(tally[what] ?? 0, what).toBeGreaterThanOrEqual((least * numRuns) / 100);
}
