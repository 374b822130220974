import type { PreparedEntry } from '../../audit/event.ts';
import type { Context } from '../../context.ts';
import { countStopped } from '../../session/count-stopped.ts';
import { awaitAcknowledgements } from '../../signals/await-acknowledgements.ts';

/** How much has ended, and which backends have said that they know. */
export async function answerStopped(
  context: Context,
  recorded: readonly PreparedEntry[],
  stopped: { delegation: string; endedAt: Date },
) {
  const { sessions, tokens, resources } = await countStopped(context, stopped.delegation, stopped.endedAt);
  const backends = await awaitAcknowledgements(context, recorded, resources);
  return { sessions_ended: sessions, tokens_revoked: tokens, backends };
}
