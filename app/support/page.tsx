import { readDelegations } from '#app/_views/read-delegations.ts';
import { Desk } from '#components/delegation/desk.tsx';
import { ButtonLink } from '#components/ui/button-link.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { requirePrincipal } from '#lib/broker/require-principal.ts';

export default async function DeskPage() {
  const principal = await requirePrincipal('support');
  const first = await readDelegations(principal);
  return (
    <>
      <PageHeader
        title="Your requests"
        description="What you asked to do for customers, and how far it is."
        actions={<ButtonLink href="/support/requests/new">New request</ButtonLink>}
      />
      <Desk url="/support/requests/list" first={first} />
    </>
  );
}
