import type { Metadata } from 'next';
import { readConsents } from '#app/_views/read-delegations.ts';
import { ConsentList } from '#components/delegation/consent-list.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { requirePrincipal } from '#lib/broker/require-principal.ts';

export const metadata: Metadata = { title: 'Consents' };

export default async function ConsentsPage() {
  const principal = await requirePrincipal('customer');
  const first = await readConsents(principal);
  return (
    <>
      <PageHeader
        title="Everything you were asked"
        description="Each question, your answer, and what became of it."
      />
      <ConsentList url="/account/consents/list" first={first} />
    </>
  );
}
