'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { TextEntry } from '#components/delegation/text-entry.tsx';
import { fields, useAction } from '#components/delegation/use-action.ts';
import { FormCard } from '#components/form/form-card.tsx';
import { type FormAction, fieldError, idle } from '#components/form/form-state.ts';
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
  const refusal = refused ?? idle;
  return (
    <FormCard
      title="Propose a draft"
      description="You propose; another policy owner reads it and activates it."
      onSubmit={async (event) => {
        event.preventDefault();
        // Read when it is sent: a file that was chosen before this page was awake counts too.
        const file = new FormData(event.currentTarget).get('draft');
        run(fields({ draft: file instanceof File ? await file.text() : undefined, reason }));
      }}
      refusal={refused && <span className="whitespace-pre-line">{refused.message}</span>}
      submit="Propose"
      pending={pending}
      className="grid gap-5"
    >
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
    </FormCard>
  );
}
