'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { fields, useAction } from '#components/delegation/use-action.ts';
import type { FormAction } from '#components/form/form-state.ts';
import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';

interface Props {
  /** Hidden fields of the action: session, account, which change, which item. */
  input: Record<string, string>;
  label: string;
  /** What it concerns, for whoever hears the button only. */
  of: string;
  change: FormAction;
  disabled?: boolean;
}

/** One change for the customer, and what came of it, in words beside the button. */
export function ChangeButton({ input, label, of, change, disabled = false }: Props) {
  const router = useRouter();
  const [said, setSaid] = useState<string>();
  const { pending, refused, run } = useAction(change, (state) => {
    setSaid(state.message);
    router.refresh();
  });
  return (
    <div className="grid justify-items-start gap-2">
      <Button
        look="secondary"
        size="small"
        pending={pending}
        disabled={disabled}
        onClick={() => run(fields(input))}
      >
        {label}
        <span className="sr-only"> {of}</span>
      </Button>
      {said !== undefined && refused === undefined && <Alert tone="success">{said}</Alert>}
      {refused !== undefined && <Alert tone="danger" title={refused.message} />}
    </div>
  );
}
