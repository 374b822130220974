import { write } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { notFound, Refusal } from '../errors.ts';
import type { Principal } from '../identity/principal.ts';
import type { Proposal } from './proposal.ts';
import { namedProposal } from './read-proposal.ts';
import { notOpen, refuseUnlessOpen } from './sign-activation.ts';
import { closeProposal } from './store.ts';

/** Whoever proposed it takes it back, with whichever account; a service what it filed itself. */
export async function withdrawProposal(
  context: Context,
  { principal, id }: { principal: Principal; id: string },
): Promise<Proposal> {
  const proposal = await namedProposal(context, id);
  const isOwn =
    principal.domain === 'service'
      ? proposal.filedBy === principal.id
      : principal.domain === 'admin' && principal.person === proposal.proposerPerson;
  if (!isOwn) {
    if (principal.domain === 'service') throw notFound();
    throw new Refusal('not_yours', 'Only who proposed it can take it back; you can reject it instead.', {
      status: 403,
    });
  }
  refuseUnlessOpen(proposal);
  const by = proposal.proposedBy;
  await context.record({
    writes: [
      write(closeProposal(id, 'withdrawn', { by }, context.clock.sql), { rows: 1, otherwise: notOpen() }),
    ],
    entries: [
      {
        type: 'policy.withdrawn',
        actor: principal.id,
        target: id,
        policyVersion: context.policy.version,
        hashes: { proposed: proposal.version },
        facts: { proposer: proposal.proposedBy },
      },
    ],
  });
  return {
    ...proposal,
    state: { status: 'withdrawn', decidedBy: by, decidedAt: context.clock.now() },
  };
}
