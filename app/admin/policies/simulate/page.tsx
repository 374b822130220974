import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { readCatalog } from '#app/_views/catalog-view.ts';
import { oversees } from '#app/_views/oversees.ts';
import { readVersionChoices } from '#app/_views/version-choices.ts';
import { PolicyNav } from '#components/policy/policy-nav.tsx';
import { SimulateForm } from '#components/policy/simulate-form.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { requirePrincipal } from '#lib/broker/require-principal.ts';

export const metadata: Metadata = { title: 'Try a request' };

export default async function SimulatePage() {
  const principal = await requirePrincipal('admin');
  if (!oversees(principal)) notFound();
  const [catalog, versions] = await Promise.all([readCatalog(principal), readVersionChoices(principal)]);
  return (
    <>
      <PageHeader
        title="Try a request"
        description="What policy would say if somebody else asked. Nothing is filed and nobody is told."
        back={{ href: '/admin/policies', label: 'Policies' }}
      />
      <PolicyNav current="/admin/policies/simulate" />
      <SimulateForm url="/admin/policies/simulate/answer" versions={versions} catalog={catalog} />
    </>
  );
}
