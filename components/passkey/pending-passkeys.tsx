'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { fields } from '#components/delegation/use-action.ts';
import type { FormAction } from '#components/form/form-state.ts';
import { SignDialog } from '#components/signing/sign-dialog.tsx';
import { useSigning } from '#components/signing/use-signing.ts';
import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';
import { Code } from '#components/ui/code.tsx';
import { Time } from '#components/ui/time.tsx';
import type { PendingPasskey } from './view.ts';

interface Props {
  passkeys: PendingPasskey[];
  prepare: FormAction;
  sign: FormAction;
}

/** New keys of others. Who lets one in has heard its fingerprint from its owner, not from this page. */
export function PendingPasskeys({ passkeys, prepare, sign }: Props) {
  const router = useRouter();
  const [decision, setDecision] = useState<'confirm' | 'reject'>('confirm');
  const signing = useSigning({ prepare, sign }, () => router.refresh());
  const { prepared, refused } = signing;
  const confirms = decision === 'confirm';
  const ask = (id: string, next: 'confirm' | 'reject') => {
    setDecision(next);
    signing.ask(fields({ id, decision: next }));
  };
  return (
    <Card
      title="Waiting to be let in"
      description="Ask the owner to read you the fingerprint, by telephone or in person. If it differs, reject the key."
    >
      {refused !== undefined && prepared === undefined && <Alert tone="danger" title={refused.message} />}
      {passkeys.length === 0 ? (
        <p className="text-sm text-muted">No key waits.</p>
      ) : (
        <ul className="grid gap-4">
          {passkeys.map((passkey) => (
            <li key={passkey.id} className="flex flex-wrap items-center justify-between gap-3">
              <div className="grid min-w-0 gap-1 text-sm">
                <span className="font-medium text-ink">{passkey.owner.name}</span>
                <span className="text-muted">
                  {passkey.name}, <Time value={passkey.createdAt} />
                </span>
                <span>
                  <Code>{passkey.fingerprint}</Code>
                </span>
              </div>
              <div className="flex gap-2">
                <Button size="small" disabled={signing.preparing} onClick={() => ask(passkey.id, 'confirm')}>
                  Let in<span className="sr-only"> the key of {passkey.owner.name}</span>
                </Button>
                <Button
                  size="small"
                  look="danger"
                  disabled={signing.preparing}
                  onClick={() => ask(passkey.id, 'reject')}
                >
                  Reject<span className="sr-only"> the key of {passkey.owner.name}</span>
                </Button>
              </div>
            </li>
          ))}
        </ul>
      )}
      {prepared !== undefined && (
        <SignDialog
          prepared={prepared}
          title={confirms ? 'Let this key in?' : 'Keep this key out?'}
          description={
            confirms
              ? 'From now on it signs for its owner. Its fingerprint is the one that you have heard from them.'
              : 'It never signs anything.'
          }
          sign={confirms ? 'Sign that it is theirs' : 'Sign the rejection'}
          danger={!confirms}
          signing={signing.signing}
          refused={refused}
          onConfirm={signing.confirm}
          onCancel={signing.cancel}
        />
      )}
    </Card>
  );
}
