import { readDelegations } from '#app/_views/read-delegations.ts';
import { signerView } from '#app/_views/signer-view.ts';
import { Overview } from '#components/delegation/overview.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { requirePrincipal } from '#lib/broker/require-principal.ts';

export default async function OverviewPage() {
  const principal = await requirePrincipal('admin');
  const first = await readDelegations(principal);
  return (
    <>
      <PageHeader title="Overview" description="Who may act for customers, and who asks to." />
      <Overview url="/admin/approvals/list" first={first} signer={signerView(principal)} />
    </>
  );
}
