import { Refusal } from '../errors.ts';

const TRIES = 6;

/** Thrown by a conditional write that came too late: the caller looks again. */
export function changedMeanwhile(): Refusal {
  return new Refusal('changed_meanwhile', 'Somebody else decided at the same moment. Look again.');
}

/** Loads and decides anew after a lost race, so that two approvals at the same moment both count. */
export async function retryLostRaces<T>(decide: () => Promise<T>): Promise<T> {
  for (let tried = 1; ; tried++) {
    try {
      return await decide();
    } catch (error) {
      if (tried >= TRIES || !(error instanceof Refusal) || error.code !== 'changed_meanwhile') throw error;
    }
  }
}
