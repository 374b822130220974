'use client';

import { useRouter } from 'next/navigation';
import { useState, useTransition } from 'react';
import { TextEntry } from '#components/delegation/text-entry.tsx';
import { fields } from '#components/delegation/use-action.ts';
import { type FormAction, type FormState, fieldError, idle } from '#components/form/form-state.ts';
import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { makePasskey } from './make-passkey.ts';

interface Props {
  /** Staff bring a code, or two approvers have invited them; customers are signed in. */
  withCode: boolean;
  options: FormAction;
  add: FormAction;
}

/** A key is made on this device and shown to the broker; of the key itself nothing leaves the device. */
export function EnrolForm({ withCode, options, add }: Props) {
  const router = useRouter();
  const [pending, start] = useTransition();
  const [name, setName] = useState('');
  const [code, setCode] = useState('');
  const [state, setState] = useState<FormState>(idle);

  const enrol = () =>
    start(async () => {
      const asked = await options(idle, fields({}));
      if (asked.status !== 'ok') return setState(asked);
      const made = await makePasskey(String(asked.data?.options));
      if ('refused' in made) return setState({ status: 'error', code: 'passkey', message: made.refused });
      const added = await add(idle, fields({ name, code: code || undefined, response: made.response }));
      setState(added);
      if (added.status !== 'ok') return;
      setName('');
      setCode('');
      router.refresh();
    });

  return (
    <Card
      title="Enrol a passkey"
      description={
        withCode
          ? 'With the code that an operator gave you, or when two approvers have invited you.'
          : 'What you allow is then signed with this device, and by nobody else.'
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          enrol();
        }}
        className="grid gap-5"
      >
        {state.status === 'error' && <Alert tone="danger" title={state.message} />}
        {state.status === 'ok' && <Alert tone="success" title={state.message} />}
        <TextEntry
          label="Name"
          name="name"
          value={name}
          onChange={setName}
          maxLength={60}
          hint="Such as: laptop, blue key."
          error={fieldError(state, 'name')}
        />
        {withCode && (
          <Field
            label="Code"
            name="code"
            hint="Good for one key, for 15 minutes."
            error={fieldError(state, 'code')}
          >
            {(control) => (
              <Input
                {...control}
                value={code}
                onChange={(event) => setCode(event.target.value)}
                autoComplete="one-time-code"
                maxLength={40}
              />
            )}
          </Field>
        )}
        <div>
          <Button type="submit" pending={pending}>
            Make a passkey
          </Button>
        </div>
      </form>
    </Card>
  );
}
