'use client';

import { useState } from 'react';
import { ActionChoice } from '#components/delegation/action-choice.tsx';
import { DurationChoice } from '#components/delegation/duration-choice.tsx';
import { TextEntry } from '#components/delegation/text-entry.tsx';
import type { CatalogView } from '#components/delegation/view.ts';
import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';
import { Choice } from '#components/ui/choice.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Select } from '#components/ui/select.tsx';
import { SimulatedResult } from './simulated-result.tsx';
import type { Simulated, VersionChoice } from './trial.ts';
import { useAsk } from './use-ask.ts';
import { useWhom, WhomFields } from './whom.tsx';

const conjunction = new Intl.ListFormat('en-GB', { type: 'conjunction' });
const LONGEST_S = 3600;

interface Props {
  url: string;
  versions: VersionChoice[];
  catalog: CatalogView;
}

/** A request that nobody files: what policy would say to it. */
export function SimulateForm({ url, versions, catalog }: Props) {
  const whom = useWhom();
  const { ask, answer, busy, failed } = useAsk<Simulated>(url);
  const [intentId, setIntent] = useState(catalog.intents[0]?.id ?? '');
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set(catalog.intents[0]?.actions));
  const [durationS, setDuration] = useState(900);
  const [ticket, setTicket] = useState('TCK-1');
  const [emergency, setEmergency] = useState(false);
  const [now, setNow] = useState('');
  const { agent, customer, account, version } = whom;
  const backend = catalog.backends.find(({ id }) => id === account?.backend) ?? catalog.backends[0];
  const offered = backend?.actions ?? [];
  const actions = offered.map(({ id }) => id).filter((id) => chosen.has(id));
  const missing = [...whom.missing, ...(actions.length > 0 ? [] : ['at least one action'])];
  const aim = (id: string) => {
    setIntent(id);
    setChosen(new Set(catalog.intents.find((one) => one.id === id)?.actions));
  };
  return (
    <div className="grid gap-6 lg:grid-cols-[minmax(0,1fr)_24rem] lg:items-start">
      <Card title="The request">
        <form
          className="grid gap-6"
          onSubmit={(event) => {
            event.preventDefault();
            if (!agent || !customer || !account) return;
            const what = { actions, intent: intentId, durationS, ticket, emergency, now, version };
            const { resource: location, identifier } = account;
            ask({ actor: agent.id, subject: customer.id, location, identifier, ...what });
          }}
        >
          <WhomFields whom={whom} versions={versions} />
          <Field label="Purpose" name="intent" required>
            {({ id, name }) => (
              <Select id={id} name={name} value={intentId} onChange={(event) => aim(event.target.value)}>
                {catalog.intents.map((one) => (
                  <option key={one.id} value={one.id}>
                    {one.title}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          <ActionChoice
            legend="Actions"
            hint="Those of the purpose are chosen. You may try any other, too."
            actions={offered}
            chosen={chosen}
            onChange={setChosen}
            brief
          />
          <div className="grid items-start gap-5 sm:grid-cols-2">
            <DurationChoice
              longestS={LONGEST_S}
              value={durationS}
              onChange={setDuration}
              hint="What is asked for; policy may allow less."
            />
            <TextEntry label="Ticket" name="ticket" value={ticket} onChange={setTicket} maxLength={64} />
          </div>
          <Field
            label="As if it were (UTC)"
            name="now"
            hint="For hours that are closed at other times. Empty: now."
          >
            {(control) => (
              <Input
                {...control}
                type="datetime-local"
                value={now}
                onChange={(event) => setNow(event.target.value)}
                className="max-w-64"
              />
            )}
          </Field>
          <Choice
            type="checkbox"
            checked={emergency}
            onChange={(event) => setEmergency(event.target.checked)}
            label="As an emergency"
            hint="Judged by its own rules: ten minutes, only looking, without consent."
          />
          {missing.length > 0 && (
            <p className="text-sm text-muted">Choose {conjunction.format(missing)} first.</p>
          )}
          <div>
            <Button type="submit" pending={busy} disabled={missing.length > 0}>
              Ask policy
            </Button>
          </div>
        </form>
      </Card>
      <section
        aria-label="What policy says"
        aria-live="polite"
        aria-busy={busy}
        className="min-w-0 lg:sticky lg:top-6"
      >
        {failed !== undefined && <Alert tone="danger" title={failed} />}
        {answer !== undefined && failed === undefined && <SimulatedResult simulated={answer} />}
        {answer === undefined && failed === undefined && (
          <EmptyState title="Nothing was asked yet">
            Nothing is filed by it. Only that it was tried is kept.
          </EmptyState>
        )}
      </section>
    </div>
  );
}
