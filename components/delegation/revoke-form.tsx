'use client';

import { useState } from 'react';
import { type FormAction, fieldError } from '#components/form/form-state.ts';
import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';
import { toast } from '#components/ui/toast.tsx';
import { plural } from './duration.ts';
import { TextEntry } from './text-entry.tsx';
import { fields, useAction } from './use-action.ts';

/** Stops a grant at once and everywhere. A stop waits for no signature, only for its reason. */
export function RevokeForm({ id, revoke }: { id: string; revoke: FormAction }) {
  const [reason, setReason] = useState('');
  const { pending, refused, run } = useAction(revoke, (state) => {
    const ended = Number(state.data?.sessionsEnded ?? 0);
    toast('Revoked', { tone: 'success', description: `${plural(ended, 'session')} ended.` });
  });
  const error = refused && fieldError(refused, 'reason');
  return (
    <Card title="Stop it now" description="Takes effect at once, everywhere. It cannot be undone.">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          run(fields({ id, reason }));
        }}
        className="grid gap-4"
      >
        {refused !== undefined && error === undefined && <Alert tone="danger" title={refused.message} />}
        <TextEntry
          label="Reason"
          name="reason"
          value={reason}
          onChange={setReason}
          maxLength={500}
          rows={2}
          hint="The customer and the agent read it."
          error={error}
        />
        <div>
          <Button type="submit" look="danger" pending={pending}>
            Revoke
          </Button>
        </div>
      </form>
    </Card>
  );
}
