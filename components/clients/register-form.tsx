'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Choices } from '#components/delegation/choices.tsx';
import { TextEntry } from '#components/delegation/text-entry.tsx';
import { useAction } from '#components/delegation/use-action.ts';
import { FormCard } from '#components/form/form-card.tsx';
import { type FormAction, fieldError, idle } from '#components/form/form-state.ts';
import { Choice } from '#components/ui/choice.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { ProofFields } from './proof-fields.tsx';
import { grantable, proposable } from './scope-words.ts';

interface Props {
  /** Whoever registers it. */
  owner: string;
  register: FormAction;
}

/** What one person alone may register. Nothing that is typed is lost by a refusal. */
export function RegisterForm({ owner, register }: Props) {
  const router = useRouter();
  const [name, setName] = useState('');
  const { pending, refused, run } = useAction(register, ({ id }) => router.push(`/admin/clients/${id}`));
  const refusal = refused ?? idle;
  const isTaken = refused?.code === 'client_exists';
  return (
    <FormCard
      title={`${owner} answers for it`}
      description="Whoever registers a service does, and whatever it asks counts as asked by them. Making it somebody else’s takes a second person, on its page."
      onSubmit={(event) => {
        event.preventDefault();
        run(new FormData(event.currentTarget));
      }}
      refusal={isTaken ? undefined : refused?.message}
      submit="Register"
      pending={pending}
    >
      <TextEntry
        label="Name"
        name="name"
        value={name}
        onChange={setName}
        maxLength={120}
        hint="What people read who are asked by it."
        error={fieldError(refusal, 'name')}
      />
      <Field
        label="Id"
        name="id"
        required
        error={isTaken ? refused.message : fieldError(refusal, 'id')}
        hint="svc_ and a name in lower case, for instance svc_night_jobs. It stays this for ever."
      >
        {({ required, ...control }) => (
          <Input
            {...control}
            aria-required={required}
            defaultValue="svc_"
            maxLength={60}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            className="font-mono"
          />
        )}
      </Field>
      <Choices
        legend="It may"
        columns
        hint="Anything else is proposed on its page, and takes a second person."
        error={fieldError(refusal, 'scopes')}
      >
        {grantable.map((scope) => (
          <Choice
            key={scope}
            type="checkbox"
            name="scopes"
            value={scope}
            label={scope}
            hint={proposable[scope]}
          />
        ))}
      </Choices>
      <ProofFields refusal={refusal} />
      <Field
        label="Good for days"
        name="credential_days"
        error={fieldError(refusal, 'credential_days')}
        hint="After so many days its key or certificate is refused. Never more than for all."
      >
        {({ required: _, ...control }) => (
          <Input {...control} type="number" min={1} max={3650} inputMode="numeric" className="max-w-40" />
        )}
      </Field>
    </FormCard>
  );
}
