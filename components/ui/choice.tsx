import type { ComponentProps, ReactNode } from 'react';
import { classNames } from './class-names.ts';

interface Props extends Omit<ComponentProps<'input'>, 'type'> {
  type: 'checkbox' | 'radio';
  label: ReactNode;
  hint?: ReactNode;
  /** Drawn at the right edge: a badge, a figure. */
  aside?: ReactNode;
}

/** A checkbox or radio button as one large target with its explanation. */
export function Choice({ type, label, hint, aside, className, ...rest }: Props) {
  return (
    <label
      className={classNames(
        'flex cursor-pointer items-start gap-3 rounded-control border border-line bg-surface px-3 py-2.5',
        'hover:border-line-strong has-checked:border-accent has-checked:bg-accent-soft',
        'has-disabled:cursor-not-allowed has-disabled:opacity-60',
        className,
      )}
    >
      <input {...rest} type={type} className="mt-0.5 size-4 shrink-0 accent-(--accent)" />
      <span className="grid min-w-0 flex-1 gap-0.5">
        <span className="text-sm font-medium text-ink">{label}</span>
        {hint === undefined ? null : <span className="text-sm text-muted">{hint}</span>}
      </span>
      {aside}
    </label>
  );
}
