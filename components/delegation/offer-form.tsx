'use client';

import { useState } from 'react';
import { type FormAction, fieldError } from '#components/form/form-state.ts';
import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';
import { Choice } from '#components/ui/choice.tsx';
import { Field } from '#components/ui/field.tsx';
import { Select } from '#components/ui/select.tsx';
import { Time } from '#components/ui/time.tsx';
import { ActionChoice } from './action-choice.tsx';
import { Choices } from './choices.tsx';
import { plural } from './duration.ts';
import { DurationChoice } from './duration-choice.tsx';
import { useAction } from './use-action.ts';
import type { OfferableView } from './view.ts';

interface Made {
  code: string;
  expiresAt: string;
}

interface Props {
  accounts: OfferableView[];
  make: FormAction;
}

/** The code is shown on this page only, and is gone with it. */
export function OfferForm({ accounts, make }: Props) {
  const [identifier, setIdentifier] = useState(accounts.length === 1 ? (accounts[0]?.identifier ?? '') : '');
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [durationS, setDurationS] = useState(900);
  const [made, setMade] = useState<Made>();
  const { pending, refused, run } = useAction(make, ({ data }) => {
    setChosen(new Set());
    setMade({ code: String(data?.code), expiresAt: String(data?.expiresAt) });
  });
  const account = accounts.find((one) => one.identifier === identifier);
  const error = (name: string) => refused && fieldError(refused, name);
  return (
    <Card title="Offer a look" description="Only looking can be offered. A change is always asked for.">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          run(new FormData(event.currentTarget));
        }}
        className="grid gap-6"
      >
        {made !== undefined && <ToldCode made={made} />}
        {refused !== undefined && refused.fieldErrors === undefined && (
          <Alert tone="danger" title={refused.message} />
        )}
        <Choices
          legend="Account"
          columns
          error={error('identifier')}
          empty={accounts.length === 0 ? 'There is no account that you may decide about.' : undefined}
        >
          {accounts.map((one) => (
            <Choice
              key={one.identifier}
              type="radio"
              name="identifier"
              value={one.identifier}
              checked={identifier === one.identifier}
              onChange={() => {
                setIdentifier(one.identifier);
                setChosen(new Set());
              }}
              label={one.label}
              hint={<span className="font-mono text-xs [overflow-wrap:anywhere]">{one.identifier}</span>}
            />
          ))}
        </Choices>
        {account && (
          <ActionChoice
            legend="They may"
            actions={account.actions}
            chosen={chosen}
            onChange={setChosen}
            reader="customer"
            error={error('actions')}
          />
        )}
        <DurationChoice
          label="For at most"
          hint="Counted from the moment they come in."
          longestS={3600}
          value={durationS}
          onChange={setDurationS}
        />
        <Field label="The code is good for" name="hours" error={error('hours')} required>
          {({ required, ...control }) => (
            <Select {...control} aria-required={required} defaultValue="1" className="max-w-64">
              {[1, 2, 4, 8, 24].map((hours) => (
                <option key={hours} value={hours}>
                  {plural(hours, 'hour')}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <div>
          <Button type="submit" size="large" pending={pending} disabled={chosen.size === 0}>
            Make the offer
          </Button>
        </div>
      </form>
    </Card>
  );
}

function ToldCode({ made }: { made: Made }) {
  return (
    <Alert tone="success" title="Tell this code to the agent you are talking to">
      <output aria-label="Code" className="block font-mono text-2xl font-semibold tracking-widest text-ink">
        {made.code}
      </output>
      <p>
        It is shown this once. It opens what you ticked, once, until{' '}
        <Time value={made.expiresAt} show="both" />. You can take it back below.
      </p>
    </Alert>
  );
}
