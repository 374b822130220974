'use client';

import { useRouter } from 'next/navigation';
import { useId, useState } from 'react';
import { type FormAction, fieldError } from '#components/form/form-state.ts';
import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogClose } from '#components/ui/dialog.tsx';
import { TextEntry } from './text-entry.tsx';
import { fields, useAction } from './use-action.ts';

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
  const form = useId();
  const [open, setOpen] = useState(false);
  const [key, setKey] = useState(idempotencyKey);
  const [text, setText] = useState(`It takes longer than planned. ${justification}`.trim().slice(0, 1000));
  const { pending, refused, run, clear } = useAction(extend, ({ id }) => {
    setOpen(false);
    router.push(`/support/requests/${id}`);
  });
  const error = refused && fieldError(refused, 'justification');
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        clear();
        setKey(crypto.randomUUID());
      }}
      trigger={<Button look="secondary">Ask for more time</Button>}
      title="Ask for more time?"
      description="This files another request for the same. Everyone who had to sign signs again; what you have now stays as it is, and ends when it would have ended."
      actions={
        <>
          <DialogClose>
            <Button look="secondary">Back</Button>
          </DialogClose>
          <Button type="submit" form={form} pending={pending}>
            File the request
          </Button>
        </>
      }
    >
      <form
        id={form}
        onSubmit={(event) => {
          event.preventDefault();
          run(fields({ id: delegation, idempotency_key: key, justification: text }));
        }}
        className="grid gap-4"
      >
        {refused !== undefined && error === undefined && <Alert tone="danger" title={refused.message} />}
        <TextEntry
          label="Justification"
          name="justification"
          value={text}
          onChange={setText}
          maxLength={1000}
          rows={4}
          hint="Approvers and the customer read this."
          error={error}
        />
      </form>
    </Dialog>
  );
}
