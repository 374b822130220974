import type { z } from '@hono/zod-openapi';
import { inArray } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import type { Proposal } from '../../governance/proposal.ts';
import type { ShownProposal } from '../../governance/read-proposal.ts';
import type { InForce } from '../../governance/read-version.ts';
import { selectPeople } from '../../identity/store.ts';
import { people } from '../../identity/tables.ts';
import type * as shape from './schema.ts';

type Named = (id: string) => { id: string; name: string };

async function namesOf(context: Context, ids: readonly string[]): Promise<Named> {
  const wanted = [...new Set(ids)];
  const known = wanted.length === 0 ? [] : await selectPeople(context.reader, inArray(people.id, wanted));
  const names = new Map(known.map(({ id, name }) => [String(id), name]));
  return (id) => ({ id, name: names.get(id) ?? id });
}

const peopleOf = ({ proposedBy, state }: Proposal): string[] => [
  proposedBy,
  ...('decidedBy' in state ? [state.decidedBy] : []),
];

function summaryOf(proposal: Proposal, named: Named) {
  const { state } = proposal;
  return {
    id: proposal.id,
    version: proposal.version,
    base_version: proposal.baseVersion,
    base_epoch: proposal.baseEpoch,
    proposed_by: named(proposal.proposedBy),
    filed_by: proposal.filedBy,
    reason: proposal.reason,
    created_at: proposal.createdAt.toISOString(),
    status: state.status,
    ...('decidedBy' in state ? { decided_by: named(state.decidedBy) } : {}),
    ...('decidedAt' in state ? { decided_at: state.decidedAt.toISOString() } : {}),
    ...('comment' in state ? { comment: state.comment } : {}),
  };
}

export async function summariesOf(context: Context, proposals: readonly Proposal[]) {
  const named = await namesOf(context, proposals.flatMap(peopleOf));
  return proposals.map((proposal) => summaryOf(proposal, named));
}

export async function proposalView(
  context: Context,
  { proposal, against, moved, changes }: ShownProposal,
): Promise<z.output<typeof shape.proposal>> {
  const sentences = Object.keys(proposal.tests)
    .filter((path) => path !== 'tests/base.json')
    .map((path) => path.replace(/^tests\//, ''))
    .sort();
  return {
    ...summaryOf(proposal, await namesOf(context, peopleOf(proposal))),
    against,
    moved,
    changes: changes.map(({ where, what, widens }) => ({ where, what, widens })),
    tests: { passed: sentences.length, sentences },
  };
}

export async function activeView(
  context: Context,
  { bundle, epoch, activatedAt, proposal }: InForce,
): Promise<z.output<typeof shape.activePolicy>> {
  const named = await namesOf(context, proposal ? peopleOf(proposal) : []);
  return {
    version: bundle.version,
    epoch,
    activated_at: activatedAt.toISOString(),
    ...(proposal && 'decidedBy' in proposal.state
      ? {
          activated_by: named(proposal.state.decidedBy),
          proposed_by: named(proposal.proposedBy),
          proposal: proposal.id,
        }
      : {}),
    files: { ...bundle.files },
    flows: { ...bundle.flows },
    risks: bundle.catalog.backends.flatMap((backend) =>
      backend.actions.map(({ id, title, risk }) => ({ action: id, title, backend: backend.id, risk })),
    ),
  };
}
