import type { ReactNode } from 'react';
import { StatusBadge } from './status-badge.tsx';
import type { Status } from './view.ts';

interface Props {
  status: Status;
  explanation: string;
  children?: ReactNode;
}

/** The protocol's word and what it means, announced when it changes. */
export function StatusLine({ status, explanation, children }: Props) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 rounded-card border border-line bg-surface px-5 py-4 shadow-raised">
      <output aria-label="Status" className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1.5">
        <StatusBadge status={status} />
        <span className="text-sm text-ink">{explanation}</span>
      </output>
      {children}
    </div>
  );
}
