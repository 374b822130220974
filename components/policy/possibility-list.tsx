import { RiskBadge } from '#components/delegation/risk-badge.tsx';
import { Alert } from '#components/ui/alert.tsx';
import { Badge, type Tone } from '#components/ui/badge.tsx';
import { Card } from '#components/ui/card.tsx';
import { Code } from '#components/ui/code.tsx';
import { Lines } from './in-force-part.tsx';
import { Reasons } from './said-card.tsx';
import type { Possibilities, PossibleAction } from './trial.ts';
import { shortVersion } from './view.ts';

const outcomes: Record<
  PossibleAction['outcome'],
  { title: string; tone: Tone; text: string; means: string }
> = {
  depends: {
    title: 'It depends',
    tone: 'warning',
    text: 'depends',
    means:
      'What is left of the policies when everything known is put in. Each permission suffices by itself.',
  },
  permitted: {
    title: 'Permitted',
    tone: 'success',
    text: 'permitted',
    means: 'Whatever the reason. What it asks for has still to be given.',
  },
  never: { title: 'Never', tone: 'danger', text: 'never', means: 'Whatever is said, and whoever signs.' },
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
              {found.map((one) => (
                <li key={one.id} className="border-b border-line pb-5 last:border-b-0 last:pb-0">
                  <Possible action={one} />
                </li>
              ))}
            </ul>
          </Card>
        );
      })}
    </div>
  );
}

function Possible({ action }: { action: PossibleAction }) {
  const { id, title, risk, outcome, reasons, permits, forbids } = action;
  const { tone, text } = outcomes[outcome];
  return (
    <article className="grid gap-3 text-sm" aria-label={title}>
      <header className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h3 className="font-semibold text-ink">{title}</h3>
        <Badge tone={tone}>{text}</Badge>
        <RiskBadge risk={risk} />
        <Code>{id}</Code>
      </header>
      {reasons.length > 0 && <Reasons reasons={reasons} />}
      {permits.map((permit) => (
        <div key={permit.id} className="grid gap-1.5 rounded-control border border-line p-3">
          <p className="text-ink [overflow-wrap:anywhere]">{permit.text}</p>
          <p className="text-xs text-muted">
            permits <Code>{permit.id}</Code>
          </p>
          <Conditions lead="if" when={permit.when} />
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
          <Conditions lead="if" when={forbid.when} />
        </div>
      ))}
    </article>
  );
}

function Conditions({ lead, when }: { lead: string; when: string[] }) {
  if (when.length === 0) return <p className="text-ink">in any case</p>;
  return (
    <p className="text-ink [overflow-wrap:anywhere]">
      <span className="text-muted">{lead}</span> {when.join(', and ')}
    </p>
  );
}
