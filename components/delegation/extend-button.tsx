'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { FormAction } from '#components/form/form-state.ts';
import { TextDialog } from '#components/form/text-dialog.tsx';
import { Button } from '#components/ui/button.tsx';

interface Props {
  delegation: string;
  /** The reason that was given for what goes on. */
  justification: string;
  idempotencyKey: string;
  extend: FormAction;
}

/** More time is another request for the same, decided anew; what is granted stays as it is until then. */
export function ExtendButton({ delegation, justification, idempotencyKey, extend }: Props) {
  const router = useRouter();
  const [key, setKey] = useState(idempotencyKey);
  return (
    <TextDialog
      action={extend}
      input={{ id: delegation, idempotency_key: key }}
      done={({ id }) => router.push(`/support/requests/${id}`)}
      onOpenChange={() => setKey(crypto.randomUUID())}
      mayLeave
      trigger={<Button look="secondary">Ask for more time</Button>}
      title="Ask for more time?"
      description="This files another request for the same. Everyone who had to sign signs again; what you have now stays as it is, and ends when it would have ended."
      label="Justification"
      name="justification"
      initial={`It takes longer than planned. ${justification}`.trim().slice(0, 1000)}
      maxLength={1000}
      rows={4}
      hint="Approvers and the customer read this."
      confirm="File the request"
    />
  );
}
