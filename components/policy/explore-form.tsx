'use client';

import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { PossibilityList } from './possibility-list.tsx';
import type { Possibilities, VersionChoice } from './trial.ts';
import { useAsk } from './use-ask.ts';
import { useWhom, WhomFields } from './whom.tsx';

const conjunction = new Intl.ListFormat('en-GB', { type: 'conjunction' });

/** What somebody could ask for on a customer's account, whatever the reason. */
export function ExploreForm({ url, versions }: { url: string; versions: VersionChoice[] }) {
  const whom = useWhom();
  const { ask, answer, busy, failed } = useAsk<Possibilities>(url);
  const { agent, customer, account, version, missing } = whom;
  return (
    <div className="grid gap-6 lg:grid-cols-[20rem_minmax(0,1fr)] lg:items-start">
      <Card title="Who, about whom">
        <form
          className="grid gap-5"
          onSubmit={(event) => {
            event.preventDefault();
            if (agent && customer && account)
              ask({
                actor: agent.id,
                subject: customer.id,
                backend: account.backend,
                identifier: account.identifier,
                version,
              });
          }}
        >
          <WhomFields whom={whom} versions={versions} />
          {missing.length > 0 && (
            <p className="text-sm text-muted">Choose {conjunction.format(missing)} first.</p>
          )}
          <div>
            <Button type="submit" pending={busy} disabled={missing.length > 0}>
              Show what could be asked for
            </Button>
          </div>
        </form>
      </Card>
      <section aria-label="What could be asked for" aria-live="polite" aria-busy={busy} className="min-w-0">
        {failed !== undefined && <Alert tone="danger" title={failed} />}
        {answer !== undefined && failed === undefined && <PossibilityList possibilities={answer} />}
        {answer === undefined && failed === undefined && (
          <EmptyState title="Nothing was asked yet">
            Per action you see whether it is permitted, never, or on what it still depends.
          </EmptyState>
        )}
      </section>
    </div>
  );
}
