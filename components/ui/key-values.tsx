import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

interface Props {
  items: readonly { readonly key: string; readonly value: ReactNode }[];
  /** Each value under its key, for a narrow column. */
  stacked?: boolean;
}

export function KeyValues({ items, stacked = false }: Props) {
  return (
    <dl
      className={classNames(
        'grid gap-x-6 gap-y-3 text-sm',
        !stacked && 'sm:grid-cols-[max-content_1fr] sm:items-baseline',
      )}
    >
      {items.map(({ key, value }) => (
        <div key={key} className={classNames('grid gap-0.5', !stacked && 'sm:contents')}>
          <dt className="text-muted">{key}</dt>
          <dd className="min-w-0 break-words text-ink">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
