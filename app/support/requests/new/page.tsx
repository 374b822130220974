import { randomUUID } from 'node:crypto';
import type { Metadata } from 'next';
import { readCatalog } from '#app/_views/catalog-view.ts';
import { declareEmergency, fileRequest, prepareDeclaration } from '#app/support/actions.ts';
import { RequestForm } from '#components/delegation/request-form.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { requirePrincipal } from '#lib/broker/require-principal.ts';

export const metadata: Metadata = { title: 'New request' };

export default async function NewRequestPage() {
  const principal = await requirePrincipal('support');
  const catalog = await readCatalog(principal);
  return (
    <>
      <PageHeader
        title="New request"
        description="Ask for as little as you need, for as short as you need it."
        back={{ href: '/support', label: 'Your requests' }}
      />
      <RequestForm
        catalog={catalog}
        action={fileRequest}
        emergency={
          principal.roles.includes('emergency')
            ? { prepare: prepareDeclaration, declare: declareEmergency }
            : undefined
        }
        searchUrl="/support/customers"
        previewUrl="/support/requests/preview"
        idempotencyKey={randomUUID()}
      />
    </>
  );
}
