import { eq } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { notFound } from '../errors.ts';
import type { Change } from '../policy/diff.ts';
import { type Activation, findActivation } from './active-policy.ts';
import { differences } from './differences.ts';
import type { Proposal, ProposalStatus } from './proposal.ts';
import { findProposal, selectProposals } from './store.ts';
import { policyProposals } from './tables.ts';

export interface ShownProposal {
  proposal: Proposal;
  /** Against `against`: of an open proposal the version that is active now, else what was active then. */
  changes: Change[];
  against: string;
  /** Another version became active since: it can only be proposed anew. */
  moved: boolean;
}

export async function namedProposal(context: Context, id: string): Promise<Proposal> {
  const proposal = await findProposal(context.reader, id);
  if (!proposal) throw notFound();
  return proposal;
}

export async function readProposal(context: Context, id: string): Promise<ShownProposal> {
  const proposal = await namedProposal(context, id);
  const active: Activation | undefined = await findActivation(context.reader);
  const isOpen = proposal.state.status === 'open';
  const against = isOpen && active ? active.version : proposal.baseVersion;
  return {
    proposal,
    against,
    changes: await differences(context, against, proposal.version),
    moved: isOpen && active?.epoch !== proposal.baseEpoch,
  };
}

export async function listProposals(
  context: Context,
  input: { status?: ProposalStatus | undefined; cursor?: string | undefined; limit: number },
): Promise<{ items: Proposal[]; nextCursor: string | null }> {
  const found = await selectProposals(context.reader, {
    where: input.status && eq(policyProposals.status, input.status),
    before: input.cursor,
    limit: input.limit + 1,
  });
  const items = found.slice(0, input.limit);
  return { items, nextCursor: found.length > input.limit ? (items.at(-1)?.id ?? null) : null };
}
