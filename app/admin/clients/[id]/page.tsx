import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { findClient, seesClients } from '#app/_views/read-clients.ts';
import * as clients from '#app/admin/clients/actions.ts';
import { ClientDetail } from '#components/clients/client-detail.tsx';
import { requirePrincipal } from '#lib/broker/require-principal.ts';

export const metadata: Metadata = { title: 'Client' };

export default async function ClientPage({ params }: { params: Promise<{ id: string }> }) {
  const principal = await requirePrincipal('admin');
  if (!seesClients(principal)) notFound();
  const { id } = await params;
  const { client, open, past } = await findClient(principal, id);
  return (
    <ClientDetail
      client={client}
      open={open}
      past={past}
      reader={principal.id}
      propose={clients.proposeChange}
      proposeLettingIn={clients.proposeLettingIn}
      rename={clients.renameClient}
      shutOut={clients.shutOutClient}
      prepare={clients.prepareDecision}
      sign={clients.signDecision}
      withdraw={clients.withdrawChange}
    />
  );
}
