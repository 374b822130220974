'use client';

import { Field } from '#components/ui/field.tsx';
import { Select } from '#components/ui/select.tsx';
import { durationSteps, spellDuration } from './duration.ts';

interface Props {
  longestS: number;
  value: number;
  onChange: (seconds: number) => void;
  label?: string;
  hint?: string;
  error?: string | undefined;
}

export function DurationChoice({ longestS, value, onChange, label = 'Duration', hint, error }: Props) {
  const said = hint ?? `Counted from the first start; ${spellDuration(longestS)} at most.`;
  return (
    <Field label={label} name="duration" hint={said} error={error} required>
      {({ required, ...control }) => (
        <Select
          {...control}
          aria-required={required}
          value={value}
          onChange={(event) => onChange(Number(event.target.value))}
          className="max-w-64"
        >
          {durationSteps(longestS, value).map((seconds) => (
            <option key={seconds} value={seconds}>
              {spellDuration(seconds)}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}
