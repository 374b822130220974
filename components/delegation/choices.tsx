'use client';

import { type ReactNode, useId } from 'react';

interface Props {
  legend: string;
  hint?: ReactNode;
  error?: string | undefined;
  empty?: string | undefined;
  columns?: boolean;
  children: ReactNode;
}

/** A group of checkboxes or radio buttons under one question. */
export function Choices({ legend, hint, error, empty, columns = false, children }: Props) {
  const id = useId();
  const described = [hint !== undefined && `${id}-hint`, error !== undefined && `${id}-error`].filter(
    Boolean,
  );
  return (
    <fieldset className="min-w-0" aria-describedby={described.join(' ') || undefined}>
      <legend className="mb-1.5 text-sm font-medium text-ink">{legend}</legend>
      {hint !== undefined && (
        <p id={`${id}-hint`} className="mb-2 text-sm text-muted">
          {hint}
        </p>
      )}
      {empty !== undefined && <p className="text-sm text-muted">{empty}</p>}
      <div className={columns ? 'grid gap-2 sm:grid-cols-2' : 'grid gap-2'}>{children}</div>
      {error !== undefined && (
        <p id={`${id}-error`} className="mt-1.5 text-sm font-medium text-danger-ink">
          {error}
        </p>
      )}
    </fieldset>
  );
}
