'use client';

import type { RefObject } from 'react';
import type { FormAction } from '#components/form/form-state.ts';
import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogClose } from '#components/ui/dialog.tsx';
import { StatementText } from './statement-text.tsx';
import { useSigning } from './use-signing.ts';

interface Actions {
  prepare: FormAction;
  declare: FormAction;
}

/** What was signed is filed together with the request that the form still holds. */
export function useDeclaring(
  { prepare, declare }: Actions,
  form: RefObject<HTMLFormElement | null>,
  filed: (id: string) => void,
) {
  const sign: FormAction = async (previous, signed) => {
    const whole = new FormData(form.current ?? undefined);
    // The nonce files once by itself; an answer kept under the form's key would be that to another signature.
    whole.set('idempotency_key', crypto.randomUUID());
    for (const name of ['statement', 'nonce']) whole.set(name, String(signed.get(name) ?? ''));
    const state = await declare(previous, whole);
    if (state.status === 'ok' && state.id) filed(state.id);
    return state;
  };
  const signing = useSigning({ prepare, sign }, () => undefined);
  return { ...signing, busy: signing.preparing || signing.signing };
}

export function DeclarationDialog({
  declaring,
  customer,
}: {
  declaring: ReturnType<typeof useDeclaring>;
  customer: string | undefined;
}) {
  const { prepared, refused } = declaring;
  if (prepared === undefined) return null;
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open && !declaring.signing) declaring.cancel();
      }}
      title="You are about to declare an emergency"
      description={`You ask to look into the account of ${customer ?? 'this customer'} without asking them.`}
      actions={
        <>
          <DialogClose>
            <Button look="secondary">Back</Button>
          </DialogClose>
          <Button look="danger" pending={declaring.signing} onClick={() => declaring.confirm(prepared)}>
            Sign and declare
          </Button>
        </>
      }
    >
      {refused !== undefined && <Alert tone="danger" title={refused.message} />}
      <p className="text-sm text-muted">
        This is the exact statement that you sign; its <code>details_hash</code> stands for the request as you
        filled it in:
      </p>
      <StatementText prepared={prepared} />
    </Dialog>
  );
}
