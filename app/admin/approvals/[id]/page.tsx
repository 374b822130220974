import type { Metadata } from 'next';
import { findDelegation } from '#app/_views/read-delegations.ts';
import { signerView } from '#app/_views/signer-view.ts';
import { prepareReview, revokeGrant, signReview } from '#app/admin/actions.ts';
import { ApprovalDetail } from '#components/delegation/approval-detail.tsx';
import { requirePrincipal } from '#lib/broker/require-principal.ts';

export const metadata: Metadata = { title: 'Approval' };

export default async function ApprovalPage({ params }: { params: Promise<{ id: string }> }) {
  const principal = await requirePrincipal('admin');
  const { id } = await params;
  const drawn = await findDelegation(principal, id);
  return (
    <ApprovalDetail
      url={`/admin/approvals/${id}/view`}
      drawn={drawn}
      signer={signerView(principal)}
      mayRevoke={principal.scopes.includes('delegation.revoke')}
      prepare={prepareReview}
      sign={signReview}
      revoke={revokeGrant}
    />
  );
}
