'use client';

import { useRouter } from 'next/navigation';
import { useRef, useState } from 'react';
import { TextEntry } from '#components/delegation/text-entry.tsx';
import { type FormAction, fieldError, idle } from '#components/form/form-state.ts';
import { SignDialog } from '#components/signing/sign-dialog.tsx';
import { useSigning } from '#components/signing/use-signing.ts';
import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';
import type { ChangeView } from './view.ts';

type Decision = 'accept' | 'reject';

interface Props {
  change: ChangeView;
  prepare: FormAction;
  sign: FormAction;
}

/** The second signature: the client is what was proposed from then on. */
export function DecisionForm({ change, prepare, sign }: Props) {
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const [comment, setComment] = useState('');
  const [decision, setDecision] = useState<Decision>('accept');
  const signing = useSigning({ prepare, sign }, () => router.refresh());
  const { prepared, refused } = signing;

  const start = (next: Decision) => {
    if (form.current === null) return;
    const input = new FormData(form.current);
    input.set('decision', next);
    setDecision(next);
    signing.ask(input);
  };
  const accepts = decision === 'accept';

  return (
    <>
      <form ref={form} onSubmit={(event) => event.preventDefault()} className="grid gap-5">
        <input type="hidden" name="id" value={change.id} />
        {refused !== undefined && prepared === undefined && <Alert tone="danger" title={refused.message} />}
        <TextEntry
          label="Comment"
          name="comment"
          value={comment}
          onChange={setComment}
          maxLength={1000}
          rows={3}
          hint="You are the second person. Signed with your decision, and kept with it."
          error={fieldError(refused ?? idle, 'comment')}
        />
        <div className="flex flex-wrap gap-2">
          <Button
            onClick={() => start('accept')}
            pending={signing.preparing && accepts}
            disabled={signing.preparing || change.stale}
          >
            Accept
          </Button>
          <Button
            look="danger"
            onClick={() => start('reject')}
            pending={signing.preparing && !accepts}
            disabled={signing.preparing}
          >
            Reject
          </Button>
        </div>
      </form>
      {prepared !== undefined && (
        <SignDialog
          prepared={prepared}
          title={accepts ? 'You are about to change a client' : 'You are about to reject a change'}
          description={
            accepts
              ? `${change.client.name} is what was proposed from then on.`
              : `${change.client.name} stays as it is.`
          }
          sign={accepts ? 'Sign the change' : 'Sign the rejection'}
          danger={!accepts}
          signing={signing.signing}
          refused={refused}
          onConfirm={signing.confirm}
          onCancel={signing.cancel}
        />
      )}
    </>
  );
}
