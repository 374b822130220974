import { write } from '../../../audit/record.ts';
import type { Context } from '../../../context.ts';
import type { ClientChange } from './client-change.ts';
import { type DecidingChange, notOpen, takeChangeDecision } from './sign-change.ts';
import { closeChange } from './store.ts';

/** The second person's no, and why. Whoever proposed it takes it back instead. */
export async function rejectChange(
  context: Context,
  { signed, ...input }: DecidingChange,
): Promise<ClientChange> {
  const taken = await takeChangeDecision(context, { ...input, decision: 'reject' }, signed);
  const { signer, change, comment, signature } = taken;
  const decided = { by: signer.id, comment, signature };
  await context.record({
    writes: [write(closeChange(context, change.id, 'rejected', decided), { rows: 1, otherwise: notOpen() })],
    entries: [
      {
        type: 'client.change_rejected',
        actor: signer.id,
        target: change.id,
        hashes: { state: change.stateHash, statement: signature.challenge },
        facts: { client: change.clientId, proposer: change.proposedBy },
        detail: { comment },
      },
    ],
  });
  const decidedAt = context.clock.now();
  return { ...change, state: { status: 'rejected', decidedBy: signer.id, decidedAt, comment } };
}
