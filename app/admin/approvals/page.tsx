import type { Metadata } from 'next';
import { readDelegations } from '#app/_views/read-delegations.ts';
import { signerView } from '#app/_views/signer-view.ts';
import { Inbox } from '#components/delegation/inbox.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { requirePrincipal } from '#lib/broker/require-principal.ts';

export const metadata: Metadata = { title: 'Approvals' };

export default async function ApprovalsPage() {
  const principal = await requirePrincipal('admin');
  const first = await readDelegations(principal);
  return (
    <>
      <PageHeader
        title="Approvals"
        description="Nobody acts as a customer on one signature. Yours may be one of them."
      />
      <Inbox url="/admin/approvals/list" first={first} signer={signerView(principal)} />
    </>
  );
}
