'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Choices } from '#components/delegation/choices.tsx';
import { TextEntry } from '#components/delegation/text-entry.tsx';
import { useAction } from '#components/delegation/use-action.ts';
import { FormCard } from '#components/form/form-card.tsx';
import { type FormAction, fieldError } from '#components/form/form-state.ts';
import { Choice } from '#components/ui/choice.tsx';
import { Field } from '#components/ui/field.tsx';
import { Select } from '#components/ui/select.tsx';
import { type CampaignKind, kindText } from './view.ts';

/** Opens a review of what stands at this moment. */
export function OpenForm({ open }: { open: FormAction }) {
  const router = useRouter();
  const [title, setTitle] = useState('');
  const { pending, refused, run } = useAction(open, (state) => {
    if (state.id) router.push(`/admin/reviews/campaigns/${state.id}`);
  });
  return (
    <FormCard
      title="Review what stands"
      description="What nobody confirms in time is shut where that harms nobody else; for the rest there is an alert."
      onSubmit={(event) => {
        event.preventDefault();
        const input = new FormData(event.currentTarget);
        input.set('idempotency_key', crypto.randomUUID());
        run(input);
      }}
      refusal={refused?.message}
      submit="Open the review"
      pending={pending}
    >
      <TextEntry
        label="Title"
        name="title"
        value={title}
        onChange={setTitle}
        maxLength={120}
        placeholder="What stands this spring"
        error={refused && fieldError(refused, 'title')}
      />
      <Choices legend="What" columns error={refused && fieldError(refused, 'kinds')}>
        {(Object.keys(kindText) as CampaignKind[]).map((kind) => (
          <Choice
            key={kind}
            type="checkbox"
            name="kinds"
            value={kind}
            defaultChecked
            label={kindText[kind]}
          />
        ))}
      </Choices>
      <Field label="Time to answer" name="days" required>
        {({ required, ...control }) => (
          <Select {...control} aria-required={required} defaultValue="14" className="max-w-64">
            <option value="7">1 week</option>
            <option value="14">2 weeks</option>
            <option value="30">30 days</option>
          </Select>
        )}
      </Field>
    </FormCard>
  );
}
