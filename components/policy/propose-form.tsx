'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { TextEntry } from '#components/delegation/text-entry.tsx';
import { fields, useAction } from '#components/delegation/use-action.ts';
import { type FormAction, fieldError } from '#components/form/form-state.ts';
import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';
import { Code } from '#components/ui/code.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';

/** A packed draft and why; a second person decides. */
export function ProposeForm({ propose }: { propose: FormAction }) {
  const router = useRouter();
  const [reason, setReason] = useState('');
  const { pending, refused, run } = useAction(propose, (state) =>
    router.push(`/admin/policies/proposals/${state.id}`),
  );
  const refusal = refused ?? ({ status: 'idle' } as const);
  return (
    <Card title="Propose a draft" description="You propose; another policy owner reads it and activates it.">
      <form
        onSubmit={async (event) => {
          event.preventDefault();
          // Read when it is sent: a file that was chosen before this page was awake counts too.
          const file = new FormData(event.currentTarget).get('draft');
          run(fields({ draft: file instanceof File ? await file.text() : undefined, reason }));
        }}
        className="grid gap-5"
      >
        {refused !== undefined && (
          <Alert tone="danger" title={<span className="whitespace-pre-line">{refused.message}</span>} />
        )}
        <Field
          label="Packed draft"
          name="draft"
          required
          error={fieldError(refusal, 'draft')}
          hint={
            <>
              Made by <Code>countersign policy pack --dir draft --out draft.json</Code>
            </>
          }
        >
          {({ required, ...control }) => (
            <Input
              {...control}
              aria-required={required}
              type="file"
              className="py-2 file:mr-3 file:font-medium file:text-accent-ink"
              accept=".json,application/json"
            />
          )}
        </Field>
        <TextEntry
          label="Why"
          name="reason"
          value={reason}
          onChange={setReason}
          maxLength={1000}
          rows={3}
          hint="Whoever activates it signs under this reason."
          error={fieldError(refusal, 'reason')}
        />
        <div>
          <Button type="submit" pending={pending}>
            Propose
          </Button>
        </div>
      </form>
    </Card>
  );
}
