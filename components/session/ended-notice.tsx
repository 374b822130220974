'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { fields, useAction } from '#components/delegation/use-action.ts';
import type { FormAction } from '#components/form/form-state.ts';
import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';
import { Time } from '#components/ui/time.tsx';
import { explainEnd, type SessionView } from './view.ts';

/** What the banner gives way to. What was seen of the customer goes from this browser's memory with it. */
export function EndedNotice({ session, dismiss }: { session: SessionView; dismiss: FormAction }) {
  const router = useRouter();
  const queries = useQueryClient();
  const { sid } = session;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each session that ended
  useEffect(() => {
    queries.clear();
    // The page's first data stays in the scripts that brought it, long after it was drawn.
    for (const script of document.querySelectorAll('script:not([src])')) {
      if (script.textContent.includes('__next_f')) script.remove();
    }
    router.refresh();
  }, [sid]);
  const { pending, run } = useAction(dismiss, () => router.refresh());
  return (
    <div className="mx-auto w-full max-w-6xl px-4 py-4 sm:px-6" data-ended-session={sid}>
      <Alert
        tone="danger"
        title={`Your session as ${session.subject.name} has ended`}
        actions={
          <Button look="secondary" size="small" pending={pending} onClick={() => run(fields({ sid }))}>
            Understood
          </Button>
        }
      >
        {explainEnd(session)}
        {session.endedAt !== undefined && (
          <span className="block text-muted">
            <Time value={session.endedAt} />
          </span>
        )}
      </Alert>
    </div>
  );
}
