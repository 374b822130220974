import type { components } from '@countersign/client';
import { plural, spellDuration } from '#components/delegation/duration.ts';
import { spellGroup } from '#components/delegation/status.ts';
import type { PolicyInForce, ProposalRow, ProposalView, VersionRow } from '#components/policy/view.ts';
import { inForceWords } from './in-force-words.ts';

type Answer = components['schemas'];

/** One entry, or several that are all needed, of one stage. */
interface Entry {
  from: string[];
  needed: number;
  distinct?: boolean;
  timeout_s?: number;
  escalate_to?: string;
}

function entryText({ from, needed, timeout_s, escalate_to }: Entry): string {
  const who = `${plural(needed, 'signature')} from ${from.map(spellGroup).join(' or ')}`;
  if (timeout_s === undefined || escalate_to === undefined) return who;
  return `${who}; after ${spellDuration(timeout_s)} also ${spellGroup(escalate_to)}`;
}

function stageText(stage: Entry | Entry[]): string {
  return (Array.isArray(stage) ? stage : [stage]).map(entryText).join(', and ');
}

export function inForceView(policy: Answer['ActivePolicy']): PolicyInForce {
  return {
    version: policy.version,
    epoch: policy.epoch,
    activatedAt: policy.activated_at,
    ...(policy.activated_by && { activatedBy: policy.activated_by.name }),
    ...(policy.proposed_by && { proposedBy: policy.proposed_by.name }),
    ...(policy.proposal && { proposal: policy.proposal }),
    flows: Object.entries(policy.flows).map(([name, flow]) => ({
      name,
      stages: (flow as { stages: (Entry | Entry[])[] }).stages.map(stageText),
    })),
    words: inForceWords(policy.files, new Map(policy.risks.map(({ action, title }) => [action, title]))),
    actions: policy.risks.map(({ action, title, backend, risk }) => ({ id: action, title, backend, risk })),
    files: Object.entries(policy.files)
      .map(([path, text]) => ({ path, text }))
      .sort((a, b) => a.path.localeCompare(b.path)),
  };
}

export function proposalRow(proposal: Answer['PolicyProposalSummary']): ProposalRow {
  return {
    id: proposal.id,
    version: proposal.version,
    status: proposal.status,
    reason: proposal.reason,
    proposedBy: proposal.proposed_by,
    createdAt: proposal.created_at,
    ...(proposal.decided_by && { decidedBy: proposal.decided_by.name }),
    ...(proposal.decided_at && { decidedAt: proposal.decided_at }),
    ...(proposal.comment && { comment: proposal.comment }),
  };
}

const sentence = (path: string) =>
  path
    .replace(/\.json$/, '')
    .replaceAll('-', ' ')
    .replace('/', ': ');

export function proposalView(proposal: Answer['PolicyProposal']): ProposalView {
  return {
    ...proposalRow(proposal),
    moved: proposal.moved,
    changes: proposal.changes,
    tests: proposal.tests.sentences.map(sentence),
  };
}

export const versionRow = (one: Answer['PolicyVersion']): VersionRow => ({
  version: one.version,
  storedAt: one.stored_at,
  isActive: one.active,
});
