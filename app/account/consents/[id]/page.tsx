import type { Metadata } from 'next';
import { findDelegation } from '#app/_views/read-delegations.ts';
import { blockAgent, prepareAnswer, signAnswer, stopAccess } from '#app/account/actions.ts';
import { ConsentDetail } from '#components/delegation/consent-detail.tsx';
import { requirePrincipal } from '#lib/broker/require-principal.ts';

export const metadata: Metadata = { title: 'Access to your account' };

export default async function ConsentPage({ params }: { params: Promise<{ id: string }> }) {
  const principal = await requirePrincipal('customer');
  const { id } = await params;
  const drawn = await findDelegation(principal, id);
  return (
    <ConsentDetail
      url={`/account/consents/${id}/view`}
      drawn={drawn}
      prepare={prepareAnswer}
      sign={signAnswer}
      stop={stopAccess}
      block={blockAgent}
    />
  );
}
