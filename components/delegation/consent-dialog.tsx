'use client';

import type { FormState } from '#components/form/form-state.ts';
import { MailedCode } from '#components/signing/mailed-code.tsx';
import { StatementText } from '#components/signing/statement-text.tsx';
import { useMailedCode } from '#components/signing/use-mailed-code.ts';
import type { Prepared } from '#components/signing/use-signing.ts';
import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogClose } from '#components/ui/dialog.tsx';
import { plural, spellDuration } from './duration.ts';

interface Props {
  prepared: Prepared;
  decision: 'give' | 'refuse';
  /** Who asks. */
  name: string;
  /** What would be allowed, in words. */
  titles: readonly string[];
  durationS: number;
  preparing: boolean;
  signing: boolean;
  refused: Extract<FormState, { status: 'error' }> | undefined;
  onConfirm: (prepared: Prepared, code?: string) => void;
  onResend: () => void;
  onCancel: () => void;
}

/** The answer, read once more; where it takes one, with the code that was mailed. */
export function ConsentDialog(props: Props) {
  const { prepared, decision, name, titles, durationS, preparing, signing, refused } = props;
  const mailed = useMailedCode(prepared, refused);
  const gives = decision === 'give';
  const confirm = () => props.onConfirm(prepared, mailed.code);
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open && !signing) props.onCancel();
      }}
      title={gives ? `Let ${name} in?` : `Keep ${name} out?`}
      description={
        gives
          ? `${name} may do ${plural(titles.length, 'thing')} in your account, for ${spellDuration(durationS)} at most. You can stop it at any time.`
          : 'Nobody gets access. You do not have to give a reason.'
      }
      actions={
        <>
          <DialogClose>
            <Button look="secondary">Back</Button>
          </DialogClose>
          <Button pending={signing} disabled={mailed.isMissing || preparing} onClick={confirm}>
            {gives ? 'Yes, allow' : 'Yes, refuse'}
          </Button>
        </>
      }
    >
      {mailed.otherRefused !== undefined && <Alert tone="danger" title={mailed.otherRefused.message} />}
      {gives && (
        <ul className="list-disc pl-5 text-sm text-ink">
          {titles.map((title) => (
            <li key={title}>{title}</li>
          ))}
        </ul>
      )}
      {prepared.sentTo !== undefined && (
        <MailedCode
          sentTo={prepared.sentTo}
          code={mailed.code}
          onChange={mailed.type}
          error={mailed.error}
          onSubmit={confirm}
          onResend={props.onResend}
          resending={preparing}
        />
      )}
      <details className="text-sm">
        <summary className="cursor-pointer text-muted">What is recorded, word for word</summary>
        <div className="mt-2">
          <StatementText prepared={prepared} />
        </div>
      </details>
    </Dialog>
  );
}
