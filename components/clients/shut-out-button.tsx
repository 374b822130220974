'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { TextEntry } from '#components/delegation/text-entry.tsx';
import { fields, useAction } from '#components/delegation/use-action.ts';
import { type FormAction, fieldError } from '#components/form/form-state.ts';
import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogClose } from '#components/ui/dialog.tsx';
import { shutOutWords } from './shut-out-words.ts';
import type { ClientView } from './view.ts';

/** One person shuts out, at once and with a reason; what that means is read first. */
export function ShutOutButton({ client, shutOut }: { client: ClientView; shutOut: FormAction }) {
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const { pending, refused, run, clear } = useAction(shutOut, () => {
    setOpen(false);
    router.refresh();
  });
  const error = refused && fieldError(refused, 'reason');
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        if (pending) return;
        clear();
        setOpen(next);
      }}
      trigger={<Button look="danger">Shut out</Button>}
      title={<span className="[overflow-wrap:anywhere]">Shut out {client.name}?</span>}
      description="Takes effect at once, everywhere."
      actions={
        <>
          <DialogClose>
            <Button look="secondary">Back</Button>
          </DialogClose>
          <Button look="danger" pending={pending} onClick={() => run(fields({ id: client.id, reason }))}>
            Yes, shut it out
          </Button>
        </>
      }
    >
      <ul className="grid list-disc gap-1.5 pl-5 text-sm text-ink">
        {shutOutWords(client).map((consequence) => (
          <li key={consequence}>{consequence}</li>
        ))}
      </ul>
      {refused !== undefined && error === undefined && <Alert tone="danger" title={refused.message} />}
      <TextEntry
        label="Reason"
        name="reason"
        value={reason}
        onChange={setReason}
        maxLength={500}
        rows={3}
        hint="Kept in the log."
        error={error}
      />
    </Dialog>
  );
}
