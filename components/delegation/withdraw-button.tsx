'use client';

import { useState } from 'react';
import type { FormAction } from '#components/form/form-state.ts';
import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogClose } from '#components/ui/dialog.tsx';
import { fields, useAction } from './use-action.ts';
import type { DelegationView } from './view.ts';

interface Props {
  delegation: DelegationView;
  withdraw: FormAction;
}

/** Before the grant a request is taken back, after it the grant is ended; there is no third case. */
export function WithdrawButton({ delegation, withdraw }: Props) {
  const [open, setOpen] = useState(false);
  const { pending, refused, run, clear } = useAction(withdraw, () => setOpen(false));
  const granted = delegation.status === 'granted';
  if (delegation.status !== 'pending' && !granted) return null;
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        clear();
      }}
      trigger={<Button look="secondary">{granted ? 'End it' : 'Withdraw'}</Button>}
      title={granted ? 'End this grant?' : 'Withdraw this request?'}
      description={
        granted
          ? 'Whatever is open is closed at once. To act again you have to ask again.'
          : 'Nobody can sign it any more. To act you have to ask again.'
      }
      actions={
        <>
          <DialogClose>
            <Button look="secondary">Keep it</Button>
          </DialogClose>
          <Button look="danger" pending={pending} onClick={() => run(fields({ id: delegation.id }))}>
            {granted ? 'Yes, end it' : 'Yes, withdraw it'}
          </Button>
        </>
      }
    >
      {refused !== undefined && <Alert tone="danger" title={refused.message} />}
    </Dialog>
  );
}
