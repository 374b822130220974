import type { ReplayView } from '#components/policy/replay.ts';
import { answer } from '#lib/broker/answer.ts';
import type { Principal } from '#lib/broker/require-principal.ts';
import { readActionTitles } from './catalog-view.ts';
import { replayView } from './replay-view.ts';

/** The newest replay of a proposal: of the older ones nobody signs by any. */
export async function readNewestReplay(principal: Principal, id: string): Promise<ReplayView | null> {
  const params = { path: { id }, query: { limit: 1 } };
  const [titles, { items }] = await Promise.all([
    readActionTitles(principal),
    answer(principal.api.GET('/v1/policies/proposals/{id}/replays', { params })),
  ]);
  return items[0] ? replayView(items[0], titles) : null;
}
