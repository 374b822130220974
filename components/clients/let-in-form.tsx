'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { TextEntry } from '#components/delegation/text-entry.tsx';
import { fields, useAction } from '#components/delegation/use-action.ts';
import { type FormAction, fieldError } from '#components/form/form-state.ts';
import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';
import type { ClientView } from './view.ts';

/** Of a client of the registry file there is nothing to say but why. */
export function LetInForm({ client, propose }: { client: ClientView; propose: FormAction }) {
  const router = useRouter();
  const [reason, setReason] = useState('');
  const { pending, refused, run } = useAction(propose, () => {
    setReason('');
    router.refresh();
  });
  const error = refused && fieldError(refused, 'reason');
  return (
    <Card
      title="Propose to let it in again"
      description="It comes back as the registry file has it when the second person accepts. Nothing of what it had open comes back."
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          run(fields({ id: client.id, reason }));
        }}
        className="grid gap-6"
      >
        {refused !== undefined && error === undefined && <Alert tone="danger" title={refused.message} />}
        <TextEntry
          label="Why"
          name="reason"
          value={reason}
          onChange={setReason}
          maxLength={1000}
          rows={3}
          hint="Whoever accepts it signs under this reason."
          error={error}
        />
        <div>
          <Button type="submit" pending={pending}>
            Propose
          </Button>
        </div>
      </form>
    </Card>
  );
}
