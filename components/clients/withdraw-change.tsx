'use client';

import { useRouter } from 'next/navigation';
import { fields, useAction } from '#components/delegation/use-action.ts';
import type { FormAction } from '#components/form/form-state.ts';
import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';

export function WithdrawChange({ id, withdraw }: { id: string; withdraw: FormAction }) {
  const router = useRouter();
  const { pending, refused, run } = useAction(withdraw, () => router.refresh());
  return (
    <div className="grid justify-items-start gap-2">
      {refused !== undefined && <Alert tone="danger" title={refused.message} />}
      <Button look="secondary" pending={pending} onClick={() => run(fields({ id }))}>
        Take it back
      </Button>
    </div>
  );
}
