'use client';

import type { FormState } from '#components/form/form-state.ts';
import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogClose } from '#components/ui/dialog.tsx';
import { MailedCode } from './mailed-code.tsx';
import { StatementText } from './statement-text.tsx';
import { useMailedCode } from './use-mailed-code.ts';
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
  onConfirm: (prepared: Prepared, code?: string) => void;
  /** Of a statement that may take a mailed code: asks for it anew. */
  onResend?: () => void;
  preparing?: boolean;
  onCancel: () => void;
}

/** The exact statement, to be read before it is signed. */
export function SignDialog(props: Props) {
  const { prepared, title, description, sign, danger = false, signing, refused, onConfirm, onCancel } = props;
  const { onResend = () => undefined, preparing = false } = props;
  const mailed = useMailedCode(prepared, refused);
  const confirm = () => onConfirm(prepared, mailed.code);
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
          <Button
            look={danger ? 'danger' : 'primary'}
            pending={signing}
            disabled={mailed.isMissing || preparing}
            onClick={confirm}
          >
            {prepared.method === 'passkey' ? `${sign} with your passkey` : sign}
          </Button>
        </>
      }
    >
      {mailed.otherRefused !== undefined && <Alert tone="danger" title={mailed.otherRefused.message} />}
      {prepared.sentTo !== undefined && (
        <MailedCode
          sentTo={prepared.sentTo}
          code={mailed.code}
          onChange={mailed.type}
          error={mailed.error}
          onSubmit={confirm}
          onResend={onResend}
          resending={preparing}
        />
      )}
      <p className="text-sm text-muted">This is the exact statement that you sign:</p>
      <StatementText prepared={prepared} />
    </Dialog>
  );
}
