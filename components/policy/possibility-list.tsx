import { RiskBadge } from '#components/delegation/risk-badge.tsx';
import { Alert } from '#components/ui/alert.tsx';
import { Card } from '#components/ui/card.tsx';
import { Code } from '#components/ui/code.tsx';
import { Lines } from './in-force-part.tsx';
import { Reasons } from './said-card.tsx';
import type { Possibilities, PossibleAction } from './trial.ts';
import { shortVersion } from './view.ts';

const outcomes: Record<PossibleAction['outcome'], { title: string; means: string }> = {
  depends: {
    title: 'It depends',
    means:
      'What is left of the policies when everything known is put in. Each permission suffices by itself.',
  },
  permitted: {
    title: 'Permitted',
    means: 'Whatever the reason. What it asks for has still to be given.',
  },
  never: { title: 'Never', means: 'Whatever is said, and whoever signs.' },
};

/** A partial evaluation, and said to be one: nobody is let in by it. */
export function PossibilityList({ possibilities: { actions, version } }: { possibilities: Possibilities }) {
  return (
    <div className="grid gap-6">
      <Alert title="A partial evaluation: what is still open">
        Nobody has asked for anything. The reason, the ticket, the duration, the hour and whether it is an
        emergency are left open; it is no answer to a request. Judged by version{' '}
        <Code>{shortVersion(version)}</Code>.
      </Alert>
      {(['permitted', 'depends', 'never'] as const).map((outcome) => {
        const found = actions.filter((one) => one.outcome === outcome);
        const { title, means } = outcomes[outcome];
        return found.length === 0 ? null : (
          <Card key={outcome} title={`${title} (${found.length})`} description={means}>
            <ul className="grid gap-5">
              {alike(found).map((group) => (
                <li
                  key={group.map(({ id }) => id).join()}
                  className="border-b border-line pb-5 last:border-b-0 last:pb-0"
                >
                  <Possible actions={group} />
                </li>
              ))}
            </ul>
          </Card>
        );
      })}
    </div>
  );
}

/** Actions of which the same is to be said are said together. */
function alike(actions: readonly PossibleAction[]): PossibleAction[][] {
  const groups = new Map<string, PossibleAction[]>();
  for (const one of actions) {
    const { reasons, permits, forbids } = one;
    const key = JSON.stringify([reasons, permits, forbids]);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()];
}

function Possible({ actions }: { actions: PossibleAction[] }) {
  const [first] = actions;
  if (first === undefined) return null;
  const { reasons, permits, forbids } = first;
  return (
    <article className="grid gap-3 text-sm" aria-label={actions.map(({ title }) => title).join(', ')}>
      <ul className="grid gap-1.5">
        {actions.map(({ id, title, risk }) => (
          <li key={id} className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <h3 className="font-semibold text-ink">{title}</h3>
            <RiskBadge risk={risk} />
            <Code>{id}</Code>
          </li>
        ))}
      </ul>
      {reasons.length > 0 && <Reasons reasons={reasons} />}
      {permits.map((permit) => (
        <div key={permit.id} className="grid gap-1.5 rounded-control border border-line p-3">
          <p className="text-ink [overflow-wrap:anywhere]">{permit.text}</p>
          <p className="text-xs text-muted">
            permits <Code>{permit.id}</Code>
          </p>
          <Conditions when={permit.when} />
          {permit.asks.length > 0 && (
            <div className="text-muted">
              <p>and asks for:</p>
              <Lines lines={permit.asks} />
            </div>
          )}
        </div>
      ))}
      {forbids.map((forbid) => (
        <div
          key={forbid.id}
          className="grid gap-1.5 rounded-control border border-danger-line bg-danger-soft p-3"
        >
          <p className="text-danger-ink [overflow-wrap:anywhere]">{forbid.text}</p>
          <p className="text-xs text-ink">
            forbids <Code>{forbid.id}</Code>
          </p>
          <Conditions when={forbid.when} />
        </div>
      ))}
    </article>
  );
}

function Conditions({ when }: { when: string[] }) {
  if (when.length === 0) return <p className="text-ink">in any case</p>;
  return (
    <p className="text-ink [overflow-wrap:anywhere]">
      <span className="text-muted">if</span> {when.join(', and ')}
    </p>
  );
}
