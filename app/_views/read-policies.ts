import { notFound } from 'next/navigation';
import type { PolicyInForce, ProposalRow, ProposalView, VersionRow } from '#components/policy/view.ts';
import { answer, found } from '#lib/broker/answer.ts';
import type { Principal } from '#lib/broker/require-principal.ts';
import { inForceView, proposalRow, proposalView, versionRow } from './policy-view.ts';

const NEWEST = { params: { query: { limit: 50 } } };

export interface Policies {
  inForce: PolicyInForce;
  proposals: ProposalRow[];
  versions: VersionRow[];
}

export async function readPolicies({ api }: Principal): Promise<Policies> {
  const [inForce, proposals, versions] = await Promise.all([
    answer(api.GET('/v1/policies/active')),
    answer(api.GET('/v1/policies/proposals', NEWEST)),
    answer(api.GET('/v1/policies', NEWEST)),
  ]);
  return {
    inForce: inForceView(inForce),
    proposals: proposals.items.map(proposalRow),
    versions: versions.items.map(versionRow),
  };
}

export async function findProposal({ api }: Principal, id: string): Promise<ProposalView> {
  if (!/^pol_[0-9a-z_]{1,64}$/.test(id)) notFound();
  return proposalView(await found(api.GET('/v1/policies/proposals/{id}', { params: { path: { id } } })));
}
