'use client';

import { OctagonX } from 'lucide-react';
import type { FormAction } from '#components/form/form-state.ts';
import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';
import { type Stopped, tellStopped } from './stopped.ts';
import { fields, useAction } from './use-action.ts';

interface Props {
  id: string;
  name: string;
  stop: FormAction;
  /** Somebody is in. */
  now?: boolean;
  /** The button goes with what it stops: what came of it is shown where it stays. */
  onStopped: (stopped: Stopped) => void;
}

/** One press, no question, no reason: a stop is never the wrong thing to have pressed. */
export function StopButton({ id, name, stop, now = false, onStopped }: Props) {
  const { pending, refused, run } = useAction(stop, (state) => onStopped(tellStopped(name, state)));
  return (
    <div className="relative z-10 grid gap-2">
      <Button look="danger" pending={pending} onClick={() => run(fields({ id }))}>
        <OctagonX aria-hidden="true" />
        {now ? 'Stop access now' : 'Stop access'}
        <span className="sr-only"> of {name}</span>
      </Button>
      {refused !== undefined && <Alert tone="danger" title={refused.message} />}
    </div>
  );
}
