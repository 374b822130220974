'use client';

import type { RefObject } from 'react';
import type { FormAction } from '#components/form/form-state.ts';
import { SignDialog } from '#components/signing/sign-dialog.tsx';
import { useSigning } from '#components/signing/use-signing.ts';

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
    for (const name of ['statement', 'nonce', 'assertion']) whole.set(name, String(signed.get(name) ?? ''));
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
    <SignDialog
      prepared={prepared}
      title="You are about to declare an emergency"
      description={`You ask to look into the account of ${customer ?? 'this customer'} without asking them. In the statement, details_hash stands for the request as you filled it in.`}
      sign="Sign and declare"
      danger
      signing={declaring.signing}
      refused={refused}
      onConfirm={declaring.confirm}
      onCancel={declaring.cancel}
    />
  );
}
