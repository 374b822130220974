'use client';

import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';

interface Props {
  /** As the reader's clock shows it, without a zone: what the control itself holds. */
  value: string;
  onChange: (value: string) => void;
  error?: string | undefined;
}

/** The instant as everybody means it; nothing while the control is empty. */
export function instantOf(local: string): string {
  const at = new Date(local);
  return local === '' || Number.isNaN(at.getTime()) ? '' : at.toISOString();
}

export function LaterStart({ value, onChange, error }: Props) {
  return (
    <>
      <input type="hidden" name="not_before" value={instantOf(value)} />
      <Field
        label="Not before"
        name="local_start"
        hint="In your own time. Leave it empty to let it start as asked; it can only become later."
        error={error}
      >
        {({ required, ...control }) => (
          <Input
            {...control}
            type="datetime-local"
            aria-required={required}
            value={value}
            onChange={(event) => onChange(event.target.value)}
            className="max-w-64"
          />
        )}
      </Field>
    </>
  );
}
