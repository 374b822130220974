'use client';

import { useState } from 'react';
import type { FormAction } from '#components/form/form-state.ts';
import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogClose } from '#components/ui/dialog.tsx';
import { toast } from '#components/ui/toast.tsx';
import { fields, useAction } from './use-action.ts';

interface Props {
  agent: { id: string; name: string };
  block: FormAction;
}

/** Unlike a stop it holds for what is to come, so it says first what it means. */
export function BlockButton({ agent, block }: Props) {
  const [open, setOpen] = useState(false);
  const { pending, refused, run, clear } = useAction(block, (state) => {
    setOpen(false);
    const ended = Number(state.data?.ended ?? 0);
    const description = ended === 0 ? 'Nothing was open.' : 'Whatever was open has ended.';
    toast(`${agent.name} is blocked`, { tone: 'success', description });
  });
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        clear();
      }}
      trigger={
        <Button look="secondary">
          Block<span className="sr-only"> {agent.name}</span>
        </Button>
      }
      title={`Block ${agent.name}?`}
      description="Whatever they have open with you ends now. They cannot ask you again, and are not told why. You can lift it at any time."
      actions={
        <>
          <DialogClose>
            <Button look="secondary">Back</Button>
          </DialogClose>
          <Button look="danger" pending={pending} onClick={() => run(fields({ agent: agent.id }))}>
            Yes, block
          </Button>
        </>
      }
    >
      <p className="text-sm text-muted">
        One thing a block does not hold up: an emergency, in which somebody else has to sign and only looking
        is allowed, for ten minutes at most. You see it here at once.
      </p>
      {refused !== undefined && <Alert tone="danger" title={refused.message} />}
    </Dialog>
  );
}
