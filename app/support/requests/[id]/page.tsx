import { randomUUID } from 'node:crypto';
import type { Metadata } from 'next';
import { findDelegation } from '#app/_views/read-delegations.ts';
import { answerQuestion, extendDelegation, withdrawRequest } from '#app/support/actions.ts';
import { startSession } from '#app/support/sessions/actions.ts';
import { RequestDetail } from '#components/delegation/request-detail.tsx';
import { requirePrincipal } from '#lib/broker/require-principal.ts';

export const metadata: Metadata = { title: 'Request' };

export default async function RequestPage({ params }: { params: Promise<{ id: string }> }) {
  const principal = await requirePrincipal('support');
  const { id } = await params;
  const drawn = await findDelegation(principal, id);
  return (
    <RequestDetail
      url={`/support/requests/${id}/view`}
      drawn={drawn}
      withdraw={withdrawRequest}
      start={startSession}
      answer={answerQuestion}
      extend={extendDelegation}
      idempotencyKey={randomUUID()}
    />
  );
}
