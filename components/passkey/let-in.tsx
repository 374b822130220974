'use client';

import { useRouter } from 'next/navigation';
import { fields } from '#components/delegation/use-action.ts';
import type { FormAction } from '#components/form/form-state.ts';
import { SignDialog } from '#components/signing/sign-dialog.tsx';
import { useSigning } from '#components/signing/use-signing.ts';
import { Alert } from '#components/ui/alert.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import type { PasskeyView } from './view.ts';

interface Props {
  passkey: PasskeyView;
  by: 'mail' | 'earlier key';
  prepare: FormAction;
  sign: FormAction;
}

/** An own new key that waits for its owner. */
export function LetIn({ passkey, by, prepare, sign }: Props) {
  const router = useRouter();
  const signing = useSigning({ prepare, sign }, () => router.refresh());
  const { prepared, refused } = signing;
  const ask = () => signing.ask(fields({ id: passkey.id, decision: 'confirm' }));
  return (
    <span className="grid min-w-40 justify-items-start gap-2">
      <Badge tone="warning" dot>
        waits
      </Badge>
      <Button size="small" pending={signing.preparing && prepared === undefined} onClick={ask}>
        {by === 'mail' ? 'Mail me a code' : 'Let it in'}
      </Button>
      {refused !== undefined && prepared === undefined && <Alert tone="danger" title={refused.message} />}
      {prepared !== undefined && (
        <SignDialog
          prepared={prepared}
          title={`Let in ${passkey.name}?`}
          description={`From now on it signs for you. Its fingerprint is ${passkey.fingerprint}.`}
          sign="Let it in"
          signing={signing.signing}
          preparing={signing.preparing}
          refused={refused}
          onConfirm={signing.confirm}
          onResend={ask}
          onCancel={signing.cancel}
        />
      )}
    </span>
  );
}
