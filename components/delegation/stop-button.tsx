'use client';

import { OctagonX } from 'lucide-react';
import type { FormAction } from '#components/form/form-state.ts';
import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';
import { toast } from '#components/ui/toast.tsx';
import { fields, useAction } from './use-action.ts';

/** One press, no question, no reason: a stop is never the wrong thing to have pressed. */
export function StopButton({ id, name, stop }: { id: string; name: string; stop: FormAction }) {
  const { pending, refused, run } = useAction(stop, () =>
    toast('Access stopped', {
      tone: 'success',
      description: `${name} can do nothing in your account any more.`,
    }),
  );
  return (
    <div className="relative z-10 grid gap-2">
      <Button look="danger" pending={pending} onClick={() => run(fields({ id }))}>
        <OctagonX aria-hidden="true" />
        Stop access<span className="sr-only"> of {name}</span>
      </Button>
      {refused !== undefined && <Alert tone="danger" title={refused.message} />}
    </div>
  );
}
