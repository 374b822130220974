'use client';

import { useRouter } from 'next/navigation';
import { fields, useAction } from '#components/delegation/use-action.ts';
import type { FormAction } from '#components/form/form-state.ts';
import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';

/** Goes in. From then on the time runs. */
export function StartButton({ delegation, start }: { delegation: string; start: FormAction }) {
  const router = useRouter();
  const { pending, refused, run } = useAction(start, ({ id }) => {
    router.push(`/support/sessions/${id}`);
    router.refresh();
  });
  return (
    <div className="grid justify-items-start gap-3">
      <Button pending={pending} onClick={() => run(fields({ id: delegation }))}>
        Start the session
      </Button>
      {refused !== undefined && <Alert tone="danger" title={refused.message} />}
    </div>
  );
}
