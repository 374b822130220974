import { write } from '../audit/record.ts';
import type { Context } from '../context.ts';
import type { Activating } from './activate-version.ts';
import type { Proposal } from './proposal.ts';
import { notOpen, takeActivation } from './sign-activation.ts';
import { closeProposal } from './store.ts';

/** The second person's no, and why. Whoever proposed it takes it back instead. */
export async function rejectProposal(context: Context, { signed, ...input }: Activating): Promise<Proposal> {
  const deciding = { ...input, decision: 'reject' } as const;
  const taken = await takeActivation(context, deciding, signed);
  const { signer, proposal, comment, signature, replay } = taken;
  const decided = { by: signer.id, comment, signature };
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
        hashes: {
          proposed: proposal.version,
          statement: signature.challenge,
          ...(replay.hash ? { replay: replay.hash } : {}),
        },
        facts: { proposer: proposal.proposedBy, replay: replay.id },
        detail: { comment },
      },
    ],
  });
  const decidedAt = context.clock.now();
  return { ...proposal, state: { status: 'rejected', decidedBy: signer.id, decidedAt, comment } };
}
