'use client';

import { useState } from 'react';
import { Choices } from '#components/delegation/choices.tsx';
import { PersonPicker } from '#components/delegation/person-picker.tsx';
import { Choice } from '#components/ui/choice.tsx';
import { Field } from '#components/ui/field.tsx';
import { Select } from '#components/ui/select.tsx';
import { type FoundView, searchUrlOf } from './found.ts';
import type { VersionChoice } from './trial.ts';

type Account = FoundView['accounts'][number];

export interface Whom {
  agent: FoundView | null;
  customer: FoundView | null;
  account: Account | undefined;
  version: string;
  chooseAgent: (agent: FoundView | null) => void;
  chooseCustomer: (customer: FoundView | null) => void;
  chooseAccount: (identifier: string) => void;
  chooseVersion: (version: string) => void;
  /** What has to be chosen before anything can be asked. */
  missing: string[];
}

/** An agent, a customer, one of the customer's accounts, and by which version it is to be judged. */
export function useWhom(): Whom {
  const [agent, chooseAgent] = useState<FoundView | null>(null);
  const [customer, setCustomer] = useState<FoundView | null>(null);
  const [identifier, chooseAccount] = useState('');
  const [version, chooseVersion] = useState('');
  const account = customer?.accounts.find((one) => one.identifier === identifier);
  const chooseCustomer = (next: FoundView | null) => {
    setCustomer(next);
    chooseAccount(next?.accounts[0]?.identifier ?? '');
  };
  const missing = [
    ...(agent ? [] : ['an agent']),
    ...(customer ? [] : ['a customer']),
    ...(customer && !account ? ['an account'] : []),
  ];
  return {
    ...{ agent, customer, account, version, missing },
    ...{ chooseAgent, chooseCustomer, chooseAccount, chooseVersion },
  };
}

export function WhomFields({ whom, versions }: { whom: Whom; versions: VersionChoice[] }) {
  const { agent, customer, account, version } = whom;
  return (
    <>
      <PersonPicker
        label="Agent"
        noun="agent"
        placeholder="Name, at least three characters"
        hint="Not yourself: nobody tries out what their own account could do."
        lineOf={({ line }) => line}
        searchUrl={searchUrlOf('support')}
        value={agent}
        onChange={whom.chooseAgent}
      />
      <PersonPicker
        label="Customer"
        noun="customer"
        placeholder="Name or e-mail, at least three characters"
        hint="Every search is recorded. You see masked addresses only."
        lineOf={({ line }) => line}
        searchUrl={searchUrlOf('customer')}
        value={customer}
        onChange={whom.chooseCustomer}
      />
      {customer && (
        <Choices
          legend="Account"
          empty={
            customer.accounts.length === 0 ? 'This customer has no account that can be named.' : undefined
          }
        >
          {customer.accounts.map((one) => (
            <Choice
              key={one.identifier}
              type="radio"
              name="identifier"
              value={one.identifier}
              checked={account?.identifier === one.identifier}
              onChange={() => whom.chooseAccount(one.identifier)}
              label={one.label}
              hint={<span className="font-mono text-xs [overflow-wrap:anywhere]">{one.identifier}</span>}
            />
          ))}
        </Choices>
      )}
      <Field label="Judged by" name="version" required>
        {({ id, name }) => (
          <Select
            id={id}
            name={name}
            value={version}
            onChange={(event) => whom.chooseVersion(event.target.value)}
          >
            <option value="">The version in force</option>
            {versions.map((one) => (
              <option key={one.version} value={one.version}>
                {one.label}
              </option>
            ))}
          </Select>
        )}
      </Field>
    </>
  );
}
