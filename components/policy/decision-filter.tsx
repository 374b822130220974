'use client';

import { useState } from 'react';
import { PersonPicker } from '#components/delegation/person-picker.tsx';
import { Button } from '#components/ui/button.tsx';
import { ButtonLink } from '#components/ui/button-link.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Select } from '#components/ui/select.tsx';
import { type FoundView, type SearchedDomain, searchUrlOf } from './found.ts';

interface Props {
  query: {
    delegation?: string | undefined;
    person?: string | undefined;
    from?: string | undefined;
    to?: string | undefined;
  };
  /** Of the person that is looked for already. */
  name?: string | undefined;
}

const nouns: Record<SearchedDomain, string> = { support: 'agent', customer: 'customer', admin: 'approver' };

/** A plain form that leads to an address: what was found can be bookmarked and sent to a colleague. */
export function DecisionFilter({ query, name }: Props) {
  const { person: id } = query;
  const [domain, setDomain] = useState<SearchedDomain>(domainOf(id));
  const [person, setPerson] = useState<FoundView | null>(
    id === undefined ? null : { id, name: name ?? id, line: '', accounts: [] },
  );
  return (
    <form action="/admin/policies/decisions" className="grid gap-4">
      {person && <input type="hidden" name="person" value={person.id} />}
      <div className="grid items-start gap-4 sm:grid-cols-[10rem_minmax(0,1fr)]">
        <Field label="Who" name="" required>
          {({ id: control }) => (
            <Select
              id={control}
              value={domain}
              onChange={(event) => {
                setDomain(event.target.value as SearchedDomain);
                setPerson(null);
              }}
            >
              <option value="support">An agent</option>
              <option value="customer">A customer</option>
              <option value="admin">An approver</option>
            </Select>
          )}
        </Field>
        <PersonPicker
          key={domain}
          label="Name"
          noun={nouns[domain]}
          placeholder="Anybody; at least three characters"
          hint="Every search is recorded."
          lineOf={({ line }) => line}
          searchUrl={searchUrlOf(domain)}
          value={person}
          onChange={setPerson}
        />
      </div>
      <div className="grid items-end gap-4 sm:grid-cols-2 lg:grid-cols-[minmax(0,1fr)_11rem_11rem_auto]">
        <Field label="Delegation" name="delegation" required>
          {({ id: control, name: field }) => (
            <Input
              id={control}
              name={field}
              defaultValue={query.delegation}
              placeholder="dlg_…"
              pattern="dlg_[0-9a-z_]+"
              className="font-mono"
            />
          )}
        </Field>
        <Field label="From (UTC)" name="from" required>
          {({ id: control, name: field }) => (
            <Input id={control} name={field} type="date" defaultValue={query.from} />
          )}
        </Field>
        <Field label="To (UTC)" name="to" required>
          {({ id: control, name: field }) => (
            <Input id={control} name={field} type="date" defaultValue={query.to} />
          )}
        </Field>
        <div className="flex gap-2">
          <Button type="submit" look="secondary">
            Find
          </Button>
          <ButtonLink href="/admin/policies/decisions" look="quiet">
            Clear
          </ButtonLink>
        </div>
      </div>
    </form>
  );
}

function domainOf(id: string | undefined): SearchedDomain {
  if (id?.startsWith('cus_')) return 'customer';
  return id?.startsWith('adm_') ? 'admin' : 'support';
}
