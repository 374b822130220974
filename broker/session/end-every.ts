import type { Context } from '../context.ts';
import type { EndedBy } from '../delegation/lifecycle.ts';
import { retryLostRaces } from '../delegation/retry-lost-races.ts';
import { grantCutOff } from '../delegation/whose.ts';
import { Refusal } from '../errors.ts';
import { type Concerned, endingGrants } from './end-grants.ts';

export interface EndedCounts {
  delegations: number;
  sessions: number;
}

/**
 * Everything of this that is open ends, one write after the other. What cannot be ended (its time is up and the sweep has
 * not come yet) is passed by: it opens nothing, and keeps nothing behind it open.
 */
export async function endEvery(
  context: Context,
  concerned: Concerned,
  ending: { by: EndedBy; reason: string },
): Promise<EndedCounts> {
  const ended: EndedCounts = { delegations: 0, sessions: 0 };
  let { before } = concerned;
  do {
    const page = { ...concerned, before };
    const found = await retryLostRaces(async () => {
      const those = await endingGrants(context, page, ending);
      const { writes, entries } = those;
      if (entries.length > 0) await context.record({ writes, entries });
      return those;
    });
    ended.delegations += found.delegations;
    ended.sessions += found.sessions;
    before = found.after;
  } while (before !== undefined);
  return ended;
}

/** What was granted or begun at the very moment of a cut counts nowhere; this writes it down. */
export async function endCutGrants(context: Context): Promise<number> {
  const concerned: Concerned = { where: grantCutOff(), statuses: ['granted'] };
  const ending = { by: { kind: 'signal' }, reason: 'What it stood on was cut off.' } as const;
  try {
    return (await endEvery(context, concerned, ending)).delegations;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return 0;
  }
}
