import type { Context } from '../../context.ts';
import type { Principal } from '../../identity/principal.ts';
import { refuseUnlessOverseer } from '../overseers.ts';
import { namedProposal } from '../read-proposal.ts';
import type { Replay } from './replay.ts';
import { pageOfReplays } from './store.ts';

/** The replays of a proposal, newest first: the first one is what whoever signs has to read. */
export async function listReplays(
  context: Context,
  input: { principal: Principal; id: string; cursor?: string | undefined; limit: number },
): Promise<{ items: Replay[]; nextCursor: string | null }> {
  refuseUnlessOverseer(input.principal);
  const { id: proposal } = await namedProposal(context, input.id);
  const found = await pageOfReplays(context.reader, {
    proposal,
    before: input.cursor,
    limit: input.limit + 1,
  });
  const items = found.slice(0, input.limit);
  return { items, nextCursor: found.length > input.limit ? (items.at(-1)?.id ?? null) : null };
}
