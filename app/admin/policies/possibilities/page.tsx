import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { oversees } from '#app/_views/oversees.ts';
import { readVersionChoices } from '#app/_views/version-choices.ts';
import { ExploreForm } from '#components/policy/explore-form.tsx';
import { PolicyNav } from '#components/policy/policy-nav.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { requirePrincipal } from '#lib/broker/require-principal.ts';

export const metadata: Metadata = { title: 'What could be asked for' };

export default async function PossibilitiesPage() {
  const principal = await requirePrincipal('admin');
  if (!oversees(principal)) notFound();
  return (
    <>
      <PageHeader
        title="What could be asked for"
        description="What an agent could ask for on a customer’s account, before anybody asks."
        back={{ href: '/admin/policies', label: 'Policies' }}
      />
      <PolicyNav current="/admin/policies/possibilities" />
      <ExploreForm
        url="/admin/policies/possibilities/answer"
        versions={await readVersionChoices(principal)}
      />
    </>
  );
}
