import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { readAlerts, seesAlerts } from '#app/_views/read-alerts.ts';
import { acknowledgeAlert } from '#app/admin/alerts/actions.ts';
import { AlertList } from '#components/alerts/alert-list.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { requirePrincipal } from '#lib/broker/require-principal.ts';

export const metadata: Metadata = { title: 'Alerts' };

export default async function AlertsPage() {
  const principal = await requirePrincipal('admin');
  if (!seesAlerts(principal)) notFound();
  const first = await readAlerts(principal);
  const acknowledge = principal.scopes.includes('alert.manage') ? acknowledgeAlert : undefined;
  return (
    <>
      <PageHeader title="Alerts" description="What somebody has to look at, and who does." />
      <AlertList url="/admin/alerts/list" first={first} acknowledge={acknowledge} />
    </>
  );
}
