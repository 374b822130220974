'use client';

import type { ReactNode } from 'react';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Textarea } from '#components/ui/textarea.tsx';

interface Props {
  label: string;
  name: string;
  value: string;
  onChange: (value: string) => void;
  maxLength: number;
  rows?: number;
  hint?: ReactNode;
  placeholder?: string;
  optional?: boolean;
  error?: string | undefined;
}

/** A line or, with `rows`, some lines of text; where there are lines, the room left is counted. */
export function TextEntry(props: Props) {
  const { label, name, value, onChange, maxLength, rows, hint, placeholder, optional = false, error } = props;
  const counted = rows === undefined ? hint : <Counted hint={hint} used={value.length} of={maxLength} />;
  return (
    <Field label={label} name={name} hint={counted} error={error} required={!optional}>
      {({ required, ...control }) =>
        rows === undefined ? (
          <Input
            {...control}
            aria-required={required}
            value={value}
            onChange={(event) => onChange(event.target.value)}
            maxLength={maxLength}
            placeholder={placeholder}
            autoComplete="off"
          />
        ) : (
          <Textarea
            {...control}
            aria-required={required}
            value={value}
            onChange={(event) => onChange(event.target.value)}
            maxLength={maxLength}
            placeholder={placeholder}
            rows={rows}
          />
        )
      }
    </Field>
  );
}

function Counted({ hint, used, of }: { hint: ReactNode; used: number; of: number }) {
  return (
    <span className="flex justify-between gap-4">
      <span>{hint}</span>
      <span className="whitespace-nowrap tabular-nums">
        {used} / {of}
        <span className="sr-only"> characters</span>
      </span>
    </span>
  );
}
