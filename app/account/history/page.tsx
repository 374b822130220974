import type { Metadata } from 'next';
import { readHistory } from '#app/_views/read-entries.ts';
import { HistoryList } from '#components/audit/history-list.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { requirePrincipal } from '#lib/broker/require-principal.ts';

export const metadata: Metadata = { title: 'History' };

export default async function HistoryPage() {
  const principal = await requirePrincipal('customer');
  const first = await readHistory(principal);
  return (
    <>
      <PageHeader
        title="History"
        description="What was asked, decided and done about your account, newest first."
      />
      <HistoryList url="/account/history/list" first={first} reader={principal.id} />
    </>
  );
}
