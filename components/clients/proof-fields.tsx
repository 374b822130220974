'use client';

import { useState } from 'react';
import { Choices } from '#components/delegation/choices.tsx';
import { type FormState, fieldError } from '#components/form/form-state.ts';
import { Choice } from '#components/ui/choice.tsx';
import { Code } from '#components/ui/code.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Select } from '#components/ui/select.tsx';
import { Textarea } from '#components/ui/textarea.tsx';
import { Time } from '#components/ui/time.tsx';
import type { ProofView } from './view.ts';

type Way = 'same' | 'keys' | 'signs' | 'san_uri' | 'subject_dn';

interface Props {
  /** Undefined: nothing of it is taken over. */
  now?: ProofView;
  refusal: FormState;
}

/** How the client is to prove itself from then on, with the fields that this takes. */
export function ProofFields({ now, refusal }: Props) {
  const signs = now?.method === 'private_key_jwt';
  const [way, setWay] = useState<Way>(now === undefined ? 'signs' : 'same');
  return (
    <div className="grid gap-5">
      <Field label="Proves itself" name="way" required>
        {({ required, ...control }) => (
          <Select
            {...control}
            aria-required={required}
            value={way}
            onChange={(event) => setWay(event.target.value as Way)}
            className="max-w-md"
          >
            {now !== undefined && <option value="same">as now</option>}
            {signs && <option value="keys">with other keys beside or without these</option>}
            {!signs && <option value="signs">with a key of its own</option>}
            <option value="san_uri">with a certificate, by its URI</option>
            <option value="subject_dn">with a certificate, by its subject</option>
          </Select>
        )}
      </Field>
      {way === 'keys' && (
        <Choices legend="Keys that it shall not have any more" error={fieldError(refusal, 'remove')}>
          {now?.keys.map(({ id, addedAt }) => (
            <Choice
              key={id}
              type="checkbox"
              name="remove"
              value={id}
              label={<Code>{id}</Code>}
              hint={
                <>
                  here since <Time value={addedAt} show="exact" />
                </>
              }
            />
          ))}
        </Choices>
      )}
      {(way === 'keys' || way === 'signs') && (
        <Field
          label={way === 'keys' ? 'New keys' : 'Its keys'}
          name="keys"
          required={way === 'signs'}
          error={fieldError(refusal, 'keys')}
          hint="Public keys: one JWK, or a set of them. Its private key stays where the service runs."
        >
          {({ required, ...control }) => (
            <Textarea
              {...control}
              aria-required={required}
              rows={5}
              maxLength={16_000}
              spellCheck={false}
              className="font-mono text-xs"
            />
          )}
        </Field>
      )}
      {(way === 'san_uri' || way === 'subject_dn') && (
        <Field
          label={way === 'san_uri' ? 'URI in the certificate' : 'Subject of the certificate'}
          name="certificate"
          required
          error={fieldError(refusal, 'certificate')}
          hint={
            way === 'san_uri' ? 'A SPIFFE id, for instance.' : 'Most specific part first: CN=jobs,O=Example'
          }
        >
          {({ required, ...control }) => (
            <Input
              {...control}
              aria-required={required}
              maxLength={512}
              autoComplete="off"
              spellCheck={false}
              className="font-mono"
            />
          )}
        </Field>
      )}
    </div>
  );
}
