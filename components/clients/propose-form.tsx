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
import { proposable } from './scope-words.ts';
import type { ClientView } from './view.ts';

interface Props {
  client: ClientView;
  propose: FormAction;
}

/** What takes two persons, by the first of them. Of a client that is shut out everything is said anew. */
export function ProposeForm({ client, propose }: Props) {
  const router = useRouter();
  const [reason, setReason] = useState('');
  const [round, setRound] = useState(0);
  const { pending, refused, run } = useAction(propose, () => {
    setReason('');
    setRound(round + 1);
    router.refresh();
  });
  const refusal = refused ?? idle;
  return (
    <FormCard
      key={round}
      title={client.enabled ? 'Propose a change' : 'Propose to let it in again'}
      description={
        client.enabled
          ? 'You propose; somebody else who looks after clients reads it and accepts it with a passkey.'
          : 'Nothing of what it was is taken over: say anew who answers for it, what it may do and how it proves itself.'
      }
      onSubmit={(event) => {
        event.preventDefault();
        run(new FormData(event.currentTarget));
      }}
      refusal={refused?.message}
      submit="Propose"
      pending={pending}
    >
      <input type="hidden" name="id" value={client.id} />
      {!client.enabled && <input type="hidden" name="enabled" value="true" />}
      <Choices legend="It may" columns error={fieldError(refusal, 'scopes')}>
        {Object.entries(proposable).map(([scope, words]) => (
          <Choice
            key={scope}
            type="checkbox"
            name="scopes"
            value={scope}
            defaultChecked={client.enabled && client.scopes.includes(scope)}
            label={scope}
            hint={words}
          />
        ))}
      </Choices>
      <Field
        label="Answers for it"
        name="owner"
        required
        error={fieldError(refusal, 'owner')}
        hint="The id of a member of staff: adm_… or agt_…"
      >
        {({ required, ...control }) => (
          <Input
            {...control}
            aria-required={required}
            defaultValue={client.owner.id}
            maxLength={68}
            autoComplete="off"
            spellCheck={false}
            className="font-mono"
          />
        )}
      </Field>
      <ProofFields {...(client.enabled && { now: client.proof })} refusal={refusal} />
      <TextEntry
        label="Why"
        name="reason"
        value={reason}
        onChange={setReason}
        maxLength={1000}
        rows={3}
        hint="Whoever accepts it signs under this reason."
        error={fieldError(refusal, 'reason')}
      />
    </FormCard>
  );
}
