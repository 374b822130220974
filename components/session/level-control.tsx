'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { fields, useAction } from '#components/delegation/use-action.ts';
import { type FormAction, fieldError, idle } from '#components/form/form-state.ts';
import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogClose } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { Textarea } from '#components/ui/textarea.tsx';
import type { SessionView } from './view.ts';

interface Props {
  session: SessionView;
  raise: FormAction;
  lower: FormAction;
}

/** A session begins by reading. To change something is a step of its own, with its reason on record. */
export function LevelControl({ session, raise, lower }: Props) {
  const { sid, level } = session;
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const up = useAction(raise, () => {
    setOpen(false);
    router.refresh();
  });
  const down = useAction(lower, () => router.refresh());
  const wrong = fieldError(up.refused ?? idle, 'reason');
  if (level === 'write')
    return (
      <Button look="secondary" pending={down.pending} onClick={() => down.run(fields({ sid }))}>
        Back to reading
      </Button>
    );
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        up.clear();
      }}
      trigger={<Button look="secondary">Raise to write</Button>}
      title="Raise this session to write?"
      description="The customer and the log see the reason."
      actions={
        <>
          <DialogClose>
            <Button look="secondary">Keep reading</Button>
          </DialogClose>
          <Button pending={up.pending} onClick={() => up.run(fields({ sid, reason }))}>
            Raise
          </Button>
        </>
      }
    >
      <Field label="Reason" name="reason" required error={wrong}>
        {(control) => (
          <Textarea
            {...control}
            rows={3}
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        )}
      </Field>
      {up.refused !== undefined && wrong === undefined && <Alert tone="danger" title={up.refused.message} />}
    </Dialog>
  );
}
