'use client';

import type { FormState } from '#components/form/form-state.ts';
import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogClose } from '#components/ui/dialog.tsx';
import { StatementText } from './statement-text.tsx';
import type { Prepared } from './use-signing.ts';

interface Props {
  prepared: Prepared;
  title: string;
  description: string;
  /** What the button says that signs. */
  sign: string;
  danger?: boolean;
  signing: boolean;
  refused: Extract<FormState, { status: 'error' }> | undefined;
  onConfirm: (prepared: Prepared) => void;
  onCancel: () => void;
}

/** The exact statement, to be read before it is signed. */
export function SignDialog(props: Props) {
  const { prepared, title, description, sign, danger = false, signing, refused, onConfirm, onCancel } = props;
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open && !signing) onCancel();
      }}
      title={title}
      description={description}
      actions={
        <>
          <DialogClose>
            <Button look="secondary">Back</Button>
          </DialogClose>
          <Button look={danger ? 'danger' : 'primary'} pending={signing} onClick={() => onConfirm(prepared)}>
            {prepared.method === 'passkey' ? `${sign} with your passkey` : sign}
          </Button>
        </>
      }
    >
      {refused !== undefined && <Alert tone="danger" title={refused.message} />}
      <p className="text-sm text-muted">This is the exact statement that you sign:</p>
      <StatementText prepared={prepared} />
    </Dialog>
  );
}
