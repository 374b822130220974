import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

interface Props {
  items: readonly { readonly key: string; readonly value: ReactNode }[];
  className?: string;
}

export function KeyValues({ items, className }: Props) {
  return (
    <dl
      className={classNames(
        'grid gap-x-6 gap-y-3 text-sm sm:grid-cols-[max-content_1fr] sm:items-baseline',
        className,
      )}
    >
      {items.map(({ key, value }) => (
        <div key={key} className="grid gap-0.5 sm:contents">
          <dt className="text-muted">{key}</dt>
          <dd className="min-w-0 break-words text-ink">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
