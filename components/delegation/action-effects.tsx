import { Eye, EyeOff, Pencil } from 'lucide-react';
import type { ActionView } from './view.ts';

interface Props {
  action: ActionView;
  remark?: string | undefined;
  reader?: 'staff' | 'customer';
}

/** What an action lets somebody see and change. Inline elements only: it may stand inside a label. */
export function ActionEffects({ action, remark, reader = 'staff' }: Props) {
  const { sees, changes } = action;
  const hidden = Object.values(action.masked);
  return (
    <span className="grid gap-0.5">
      {sees.length > 0 && (
        <span className="flex gap-1.5">
          <Eye aria-hidden="true" className="mt-1 size-3.5 shrink-0" />
          <span>Sees {list(sees)}</span>
        </span>
      )}
      {hidden.length > 0 && (
        <span className="flex gap-1.5">
          <EyeOff aria-hidden="true" className="mt-1 size-3.5 shrink-0" />
          <span>
            Hidden until {reader === 'customer' ? 'they give a reason, which you see' : 'a reason is given'}:{' '}
            {list(hidden)}
          </span>
        </span>
      )}
      {changes.length > 0 && (
        <span className="flex gap-1.5">
          <Pencil aria-hidden="true" className="mt-1 size-3.5 shrink-0" />
          <span>Changes {list(changes)}</span>
        </span>
      )}
      {sees.length + changes.length === 0 && <span>What it touches is not described.</span>}
      {reader === 'staff' && <span className="font-mono text-xs [overflow-wrap:anywhere]">{action.id}</span>}
      {remark !== undefined && <span className="text-danger-ink">{remark}</span>}
    </span>
  );
}

const conjunction = new Intl.ListFormat('en-GB', { type: 'conjunction' });

function list(fields: string[]): string {
  return conjunction.format(fields);
}
