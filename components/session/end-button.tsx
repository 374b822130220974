'use client';

import { useRouter } from 'next/navigation';
import { fields, useAction } from '#components/delegation/use-action.ts';
import type { FormAction } from '#components/form/form-state.ts';
import { Button } from '#components/ui/button.tsx';

/** Ends at once: no question is asked on the way out. */
export function EndButton({ sid, end }: { sid: string; end: FormAction }) {
  const router = useRouter();
  const { pending, refused, run } = useAction(end, () => router.refresh());
  return (
    <>
      <Button look="secondary" size="small" pending={pending} onClick={() => run(fields({ sid }))}>
        End now
      </Button>
      {refused !== undefined && (
        <span role="alert" className="text-xs">
          {refused.message}
        </span>
      )}
    </>
  );
}
