import { readAttention } from '#app/_views/read-alerts.ts';
import { readDelegations } from '#app/_views/read-delegations.ts';
import { signerView } from '#app/_views/signer-view.ts';
import { acknowledgeAlert } from '#app/admin/alerts/actions.ts';
import { OpenAlerts } from '#components/alerts/open-alerts.tsx';
import { Overview } from '#components/delegation/overview.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { requirePrincipal } from '#lib/broker/require-principal.ts';

export default async function OverviewPage() {
  const principal = await requirePrincipal('admin');
  const [first, attention] = await Promise.all([readDelegations(principal), readAttention(principal)]);
  const acknowledge = principal.scopes.includes('alert.manage') ? acknowledgeAlert : undefined;
  return (
    <>
      <PageHeader title="Overview" description="Who may act for customers, and who asks to." />
      <OpenAlerts url="/admin/alerts/attention" drawn={attention} acknowledge={acknowledge} />
      <Overview url="/admin/approvals/list" first={first} signer={signerView(principal)} />
    </>
  );
}
