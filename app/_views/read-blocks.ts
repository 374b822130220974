import type { BlockView } from '#components/delegation/view.ts';
import { answer } from '#lib/broker/answer.ts';
import type { Principal } from '#lib/broker/require-principal.ts';

export async function readBlocks({ api }: Principal): Promise<BlockView[]> {
  const { items } = await answer(api.GET('/v1/me/blocks'));
  return items.map(({ agent, name, blocked_at: blockedAt }) => ({ agent, name, blockedAt }));
}
