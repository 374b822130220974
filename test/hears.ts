import { reJudge } from '#broker/followers/re-judge.ts';
import type { House } from './house.ts';
import { projected } from './tamper.ts';

/** What was written until now is in the log's order, and the follower that judges again reads this at its end. */
export async function hears(
  house: Pick<House, 'services'>,
  leaf: { type: string; target?: string },
): Promise<void> {
  await projected(house);
  const entry = { index: 0, entryId: 'ent_x', leaf: JSON.stringify({ ...leaf, outcome: 'done' }) };
  await reJudge(house.services).react?.([entry]);
}
