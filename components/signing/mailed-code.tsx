'use client';

import { Button } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';

interface Props {
  sentTo: string;
  code: string;
  onChange: (code: string) => void;
  /** Why the last one did not count. */
  error: string | undefined;
  onSubmit: () => void;
  onResend: () => void;
  resending: boolean;
}

/** What the broker has mailed, typed from the mail: it confirms what stands there, and nothing that a page shows. */
export function MailedCode({ sentTo, code, onChange, error, onSubmit, onResend, resending }: Props) {
  return (
    <form
      className="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (code.trim() !== '') onSubmit();
      }}
    >
      <p className="text-sm text-ink" role="status">
        We have mailed a code to <strong className="font-semibold">{sentTo}</strong>. Read in the mail what it
        allows, and enter it only if that is what you want.
      </p>
      <Field
        label="Code from the mail"
        name="code"
        hint="Ten letters and digits. Good once, for ten minutes, and for this answer only."
        error={error}
        required
      >
        {(control) => (
          <Input
            {...control}
            value={code}
            onChange={(event) => onChange(event.target.value)}
            autoComplete="one-time-code"
            autoCapitalize="characters"
            spellCheck={false}
            maxLength={32}
            className="max-w-60 font-mono tracking-widest"
          />
        )}
      </Field>
      <div>
        <Button look="secondary" size="small" pending={resending} onClick={onResend}>
          Mail me a new code
        </Button>
      </div>
    </form>
  );
}
