'use client';

import { fields, useAction } from '#components/delegation/use-action.ts';
import type { FormAction } from '#components/form/form-state.ts';
import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';

/** Says, under one's name, that one has seen it and looks into it. */
export function AcknowledgeButton({ id, acknowledge }: { id: string; acknowledge: FormAction }) {
  const { pending, refused, run } = useAction(acknowledge, () => undefined);
  return (
    <div className="grid gap-2">
      <Button look="secondary" size="small" pending={pending} onClick={() => run(fields({ id }))}>
        I look into it
      </Button>
      {refused !== undefined && <Alert tone="danger" title={refused.message} />}
    </div>
  );
}
