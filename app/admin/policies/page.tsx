import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { oversees } from '#app/_views/oversees.ts';
import { readPolicies } from '#app/_views/read-policies.ts';
import { proposeVersion } from '#app/admin/policies/actions.ts';
import { InForce } from '#components/policy/in-force.tsx';
import { PolicyNav } from '#components/policy/policy-nav.tsx';
import { ProposalList } from '#components/policy/proposal-list.tsx';
import { ProposeForm } from '#components/policy/propose-form.tsx';
import { VersionList } from '#components/policy/version-list.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { requirePrincipal } from '#lib/broker/require-principal.ts';

export const metadata: Metadata = { title: 'Policies' };

const READERS = ['policy.propose', 'policy.activate', 'audit.read'];

export default async function PoliciesPage() {
  const principal = await requirePrincipal('admin');
  if (!READERS.some((scope) => principal.scopes.includes(scope))) notFound();
  const { inForce, proposals, versions } = await readPolicies(principal);
  const mayPropose = principal.scopes.includes('policy.propose');
  return (
    <>
      <PageHeader
        title="Policies"
        description="What everything is decided by. One person proposes a version, a second one activates it."
      />
      {oversees(principal) && <PolicyNav current="/admin/policies" />}
      <div className="grid gap-8">
        <ProposalList proposals={proposals} />
        {mayPropose && <ProposeForm propose={proposeVersion} />}
        <InForce policy={inForce} />
        <VersionList versions={versions} {...(mayPropose && { propose: proposeVersion })} />
      </div>
    </>
  );
}
