'use client';

import { useRouter } from 'next/navigation';
import { useId, useState } from 'react';
import { TextEntry } from '#components/delegation/text-entry.tsx';
import { fields, useAction } from '#components/delegation/use-action.ts';
import { type FormAction, fieldError } from '#components/form/form-state.ts';
import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogClose } from '#components/ui/dialog.tsx';
import type { ClientView } from './view.ts';

/** Its name is no right: one person gives it another one. */
export function RenameButton({ client, rename }: { client: ClientView; rename: FormAction }) {
  const router = useRouter();
  const form = useId();
  const [open, setOpen] = useState(false);
  const [name, setName] = useState(client.name);
  const { pending, refused, run, clear } = useAction(rename, () => {
    setOpen(false);
    router.refresh();
  });
  const error = refused && fieldError(refused, 'name');
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        if (pending) return;
        clear();
        if (next) setName(client.name);
        setOpen(next);
      }}
      trigger={<Button look="secondary">Rename</Button>}
      title="Rename the client"
      description="It is the same client with the same rights; what is open as a change of it has to be proposed anew."
      actions={
        <>
          <DialogClose>
            <Button look="secondary">Back</Button>
          </DialogClose>
          <Button type="submit" form={form} pending={pending} disabled={name.trim() === client.name}>
            Save the name
          </Button>
        </>
      }
    >
      <form
        id={form}
        onSubmit={(event) => {
          event.preventDefault();
          run(fields({ id: client.id, name }));
        }}
        className="grid gap-4"
      >
        {refused !== undefined && error === undefined && <Alert tone="danger" title={refused.message} />}
        <TextEntry label="Name" name="name" value={name} onChange={setName} maxLength={120} error={error} />
      </form>
    </Dialog>
  );
}
