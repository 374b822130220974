import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { readClients, seesClients } from '#app/_views/read-clients.ts';
import { ChangeList } from '#components/clients/change-list.tsx';
import { ClientList } from '#components/clients/client-list.tsx';
import { ButtonLink } from '#components/ui/button-link.tsx';
import { Link } from '#components/ui/link.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { requirePrincipal } from '#lib/broker/require-principal.ts';

export const metadata: Metadata = { title: 'Clients' };

interface Props {
  searchParams: Promise<{ after?: string | string[] }>;
}

export default async function ClientsPage({ searchParams }: Props) {
  const principal = await requirePrincipal('admin');
  if (!seesClients(principal)) notFound();
  const { after } = await searchParams;
  const { clients, next, open } = await readClients(principal, typeof after === 'string' ? after : undefined);
  return (
    <>
      <PageHeader
        title="Clients"
        description="The programs that may call the broker. What lets one of them further in is proposed by one person and accepted by a second one."
        actions={<ButtonLink href="/admin/clients/new">Register a service</ButtonLink>}
      />
      <div className="grid gap-8">
        {open.length > 0 && <ChangeList caption="Waiting for a second person" changes={open} withClient />}
        <ClientList clients={clients} />
        {next !== undefined && (
          <Link
            href={`/admin/clients?after=${encodeURIComponent(next)}`}
            className="w-fit text-sm font-medium text-accent-ink underline underline-offset-4"
          >
            More clients
          </Link>
        )}
      </div>
    </>
  );
}
