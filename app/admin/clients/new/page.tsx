import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { seesClients } from '#app/_views/read-clients.ts';
import { registerClient } from '#app/admin/clients/actions.ts';
import { RegisterForm } from '#components/clients/register-form.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { requirePrincipal } from '#lib/broker/require-principal.ts';

export const metadata: Metadata = { title: 'Register a service' };

export default async function NewClientPage() {
  const principal = await requirePrincipal('admin');
  if (!seesClients(principal)) notFound();
  return (
    <>
      <PageHeader
        title="Register a service"
        description="A program that asks for customers’ consent and acts for them. Doors and backends come from the registry file."
        back={{ href: '/admin/clients', label: 'Clients' }}
      />
      <RegisterForm owner={principal.name} register={registerClient} />
    </>
  );
}
