import type { Metadata } from 'next';
import { findProposal } from '#app/_views/read-policies.ts';
import { prepareActivation, signActivation, withdrawProposal } from '#app/admin/policies/actions.ts';
import { ProposalDetail } from '#components/policy/proposal-detail.tsx';
import { requirePrincipal } from '#lib/broker/require-principal.ts';

export const metadata: Metadata = { title: 'Proposed policy' };

export default async function ProposalPage({ params }: { params: Promise<{ id: string }> }) {
  const principal = await requirePrincipal('admin');
  const { id } = await params;
  return (
    <ProposalDetail
      proposal={await findProposal(principal, id)}
      reader={{ id: principal.id, mayActivate: principal.scopes.includes('policy.activate') }}
      prepare={prepareActivation}
      sign={signActivation}
      withdraw={withdrawProposal}
    />
  );
}
