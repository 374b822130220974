'use client';

import type { FormAction } from '#components/form/form-state.ts';
import { useLiveView } from '#components/live/use-live-view.ts';
import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';
import { Time } from '#components/ui/time.tsx';
import { fields, useAction } from './use-action.ts';
import type { BlockView } from './view.ts';

interface Props {
  url: string;
  drawn: BlockView[];
  unblock: FormAction;
}

/** Whom the customer has blocked; nothing is drawn while that is nobody. */
export function BlockedAgents({ url, drawn, unblock }: Props) {
  const { view } = useLiveView(url, drawn);
  if (view.length === 0) return null;
  return (
    <section aria-label="Blocked" className="mt-8 grid gap-3">
      <h2 className="text-base font-semibold text-ink">Blocked</h2>
      <ul className="divide-y divide-line overflow-hidden rounded-card border border-line bg-surface shadow-raised">
        {view.map((one) => (
          <Blocked key={one.agent} block={one} unblock={unblock} />
        ))}
      </ul>
    </section>
  );
}

function Blocked({ block, unblock }: { block: BlockView; unblock: FormAction }) {
  const { pending, refused, run } = useAction(unblock, () => undefined);
  return (
    <li className="flex flex-wrap items-center justify-between gap-3 px-5 py-3.5 text-sm">
      <p className="min-w-0">
        <span className="font-medium text-ink">{block.name}</span>{' '}
        <span className="text-muted">
          blocked <Time value={block.blockedAt} />
        </span>
      </p>
      <Button look="secondary" pending={pending} onClick={() => run(fields({ agent: block.agent }))}>
        Lift the block<span className="sr-only"> of {block.name}</span>
      </Button>
      {refused !== undefined && <Alert tone="danger" title={refused.message} />}
    </li>
  );
}
