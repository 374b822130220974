import { write } from '../audit/record.ts';
import type { Context } from '../context.ts';
import type { Activating } from './activate-version.ts';
import type { Proposal } from './proposal.ts';
import { notOpen, takeActivation } from './sign-activation.ts';
import { closeProposal } from './store.ts';

/** The second person's no, and why. Whoever proposed it takes it back instead. */
export async function rejectProposal(context: Context, { signed, ...input }: Activating): Promise<Proposal> {
  const deciding = { ...input, decision: 'reject' } as const;
  const { signer, proposal, comment, challenge } = await takeActivation(context, deciding, signed);
  const decided = { by: signer.id, comment, signed, challenge };
  await context.record({
    writes: [
      write(closeProposal(proposal.id, 'rejected', decided, context.clock.sql), {
        rows: 1,
        otherwise: notOpen(),
      }),
    ],
    entries: [
      {
        type: 'policy.rejected',
        actor: signer.id,
        target: proposal.id,
        policyVersion: context.policy.version,
        hashes: { proposed: proposal.version, statement: challenge },
        facts: { proposer: proposal.proposedBy },
        detail: { comment },
      },
    ],
  });
  const decidedAt = context.clock.now();
  return { ...proposal, state: { status: 'rejected', decidedBy: signer.id, decidedAt, comment } };
}
