import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { oversees } from '#app/_views/oversees.ts';
import { readDecisions, wantedDecisions } from '#app/_views/read-decisions.ts';
import { addressOf } from '#app/_views/read-entries.ts';
import { DecisionFilter } from '#components/policy/decision-filter.tsx';
import { DecisionTable } from '#components/policy/decision-table.tsx';
import { PolicyNav } from '#components/policy/policy-nav.tsx';
import { ButtonLink } from '#components/ui/button-link.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { requirePrincipal } from '#lib/broker/require-principal.ts';

export const metadata: Metadata = { title: 'Past decisions' };

const HERE = '/admin/policies/decisions';

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function DecisionsPage({ searchParams }: Props) {
  const principal = await requirePrincipal('admin');
  if (!oversees(principal)) notFound();
  const given = Object.entries(await searchParams).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value]] : [],
  );
  const wanted = wantedDecisions(new URLSearchParams(given));
  const { items, next } = await readDecisions(principal, wanted);
  const { person } = wanted;
  const [first] = items;
  const name = person?.startsWith('cus_') ? first?.subject : first?.actor;
  return (
    <>
      <PageHeader
        title="Past decisions"
        description="What policy was asked and what it said. Looking is on record too."
        back={{ href: '/admin/policies', label: 'Policies' }}
      />
      <PolicyNav current={HERE} />
      <div className="grid gap-6">
        <DecisionFilter key={JSON.stringify(wanted)} query={wanted} name={name} />
        {items.length === 0 ? (
          <EmptyState title="No decision fits">Choose a wider filter.</EmptyState>
        ) : (
          <DecisionTable decisions={items} />
        )}
        <nav aria-label="Pages of decisions" className="flex gap-2 empty:hidden">
          {wanted.cursor && (
            <ButtonLink look="secondary" href={addressOf(HERE, { ...wanted, cursor: undefined })}>
              Newest
            </ButtonLink>
          )}
          {next && (
            <ButtonLink look="secondary" href={addressOf(HERE, { ...wanted, cursor: next })}>
              Older
            </ButtonLink>
          )}
        </nav>
      </div>
    </>
  );
}
