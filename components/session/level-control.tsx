'use client';

import { useRouter } from 'next/navigation';
import { useId, useState } from 'react';
import { fields, useAction } from '#components/delegation/use-action.ts';
import type { FormAction } from '#components/form/form-state.ts';
import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogClose } from '#components/ui/dialog.tsx';
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
  const id = useId();
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const up = useAction(raise, () => {
    setOpen(false);
    router.refresh();
  });
  const down = useAction(lower, () => router.refresh());
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
      <label htmlFor={id} className="grid gap-1.5 text-sm font-medium">
        Reason
        <Textarea
          id={id}
          rows={3}
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </label>
      {up.refused !== undefined && <Alert tone="danger" title={up.refused.message} />}
    </Dialog>
  );
}
