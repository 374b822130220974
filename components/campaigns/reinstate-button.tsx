'use client';

import { useState } from 'react';
import { TextEntry } from '#components/delegation/text-entry.tsx';
import { fields, useAction } from '#components/delegation/use-action.ts';
import { type FormAction, fieldError } from '#components/form/form-state.ts';
import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogClose } from '#components/ui/dialog.tsx';
import type { ItemView } from './view.ts';

/** Lets a group that a review took away count again, before the next review asks. */
export function ReinstateButton({ item, reinstate }: { item: ItemView; reinstate: FormAction }) {
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const { pending, refused, run, clear } = useAction(reinstate, () => {
    setOpen(false);
    setReason('');
  });
  const error = refused && fieldError(refused, 'reason');
  const { person, group } = item.facts;
  return (
    <>
      <Button size="small" look="secondary" onClick={() => setOpen(true)}>
        Reinstate
        <span className="sr-only"> {item.title}</span>
      </Button>
      {open && (
        <Dialog
          open
          onOpenChange={(next) => {
            if (pending) return;
            clear();
            setOpen(next);
          }}
          title={`Reinstate ${item.title}`}
          description="The group gives its roles again from this moment."
          actions={
            <>
              <DialogClose>
                <Button look="secondary">Back</Button>
              </DialogClose>
              <Button
                pending={pending}
                onClick={() => run(fields({ person: String(person), group: String(group), reason }))}
              >
                Reinstate the group
              </Button>
            </>
          }
        >
          {refused !== undefined && error === undefined && <Alert tone="danger" title={refused.message} />}
          <TextEntry
            label="Reason"
            name="reason"
            value={reason}
            onChange={setReason}
            maxLength={500}
            rows={3}
            hint="Kept in the log, with your name."
            error={error}
          />
        </Dialog>
      )}
    </>
  );
}
