import type { Metadata } from 'next';
import { findProposal } from '#app/_views/read-policies.ts';
import { readNewestReplay } from '#app/_views/read-replays.ts';
import {
  prepareActivation,
  signActivation,
  startReplay,
  withdrawProposal,
} from '#app/admin/policies/actions.ts';
import { ProposalDetail } from '#components/policy/proposal-detail.tsx';
import { requirePrincipal } from '#lib/broker/require-principal.ts';

export const metadata: Metadata = { title: 'Proposed policy' };

export default async function ProposalPage({ params }: { params: Promise<{ id: string }> }) {
  const principal = await requirePrincipal('admin');
  const { id } = await params;
  const proposal = await findProposal(principal, id);
  return (
    <ProposalDetail
      proposal={proposal}
      replay={{ url: `/admin/policies/proposals/${id}/replay`, drawn: await readNewestReplay(principal, id) }}
      start={startReplay}
      reader={{ id: principal.id, mayActivate: principal.scopes.includes('policy.activate') }}
      prepare={prepareActivation}
      sign={signActivation}
      withdraw={withdrawProposal}
    />
  );
}
