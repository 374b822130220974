import type { Metadata } from 'next';
import { addressOf, readEntries, wantedFrom } from '#app/_views/read-entries.ts';
import { AuditFilter } from '#components/audit/audit-filter.tsx';
import { AuditTable } from '#components/audit/audit-table.tsx';
import { ButtonLink } from '#components/ui/button-link.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { requirePrincipal } from '#lib/broker/require-principal.ts';

export const metadata: Metadata = { title: 'Audit' };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function AuditPage({ searchParams }: Props) {
  const principal = await requirePrincipal('admin');
  const header = (
    <PageHeader
      title="Audit"
      description="Every step and every refusal, in the order in which the log has them."
    />
  );
  if (!principal.scopes.includes('audit.read')) {
    return (
      <>
        {header}
        <EmptyState title="Not yours to read">The log is read by auditors.</EmptyState>
      </>
    );
  }
  const given = Object.entries(await searchParams).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value]] : [],
  );
  const wanted = wantedFrom(new URLSearchParams(given));
  const drawn = await readEntries(principal, wanted);
  const here = addressOf('/admin/audit/entries', wanted);
  return (
    <>
      {header}
      <div className="grid gap-6">
        <AuditFilter query={wanted} />
        {drawn.items.length === 0 ? (
          <EmptyState title="No entry fits">Choose a wider filter.</EmptyState>
        ) : (
          <AuditTable key={here} url={here} drawn={drawn} />
        )}
        <nav aria-label="Pages of the log" className="flex gap-2">
          {wanted.cursor && (
            <ButtonLink look="secondary" href={addressOf('/admin/audit', { ...wanted, cursor: undefined })}>
              Newest
            </ButtonLink>
          )}
          {drawn.next && (
            <ButtonLink look="secondary" href={addressOf('/admin/audit', { ...wanted, cursor: drawn.next })}>
              Older
            </ButtonLink>
          )}
        </nav>
      </div>
    </>
  );
}
