import { Badge } from '#components/ui/badge.tsx';
import { Card } from '#components/ui/card.tsx';
import { Code } from '#components/ui/code.tsx';
import { Time } from '#components/ui/time.tsx';
import { Lines } from './in-force-part.tsx';
import { Reasons } from './said-card.tsx';
import type { Simulated } from './trial.ts';
import { shortVersion } from './view.ts';

/** The verdict with the true reasons, what the agent would read, and who could sign it. */
export function SimulatedResult({ simulated }: { simulated: Simulated }) {
  const { allowed, told, reasons, asks, signatures, actions, version, now } = simulated;
  return (
    <Card
      title="What policy would say"
      description={
        <>
          Version {shortVersion(version)}, as if it were <Time value={now} show="exact" />. Nothing was filed.
        </>
      }
      actions={
        <Badge tone={allowed ? 'success' : 'danger'} dot>
          {allowed ? 'may be asked for' : 'denied'}
        </Badge>
      }
    >
      <div className="grid gap-5 text-sm">
        <Part title="Why">
          <Reasons reasons={reasons} />
        </Part>
        {allowed && (
          <Part title="Signatures">
            {signatures.length === 0 ? (
              <p className="text-muted">None.</p>
            ) : (
              <ol className="grid list-decimal gap-2 pl-5">
                {signatures.map(({ text, eligible }) => (
                  <li key={text} className="[overflow-wrap:anywhere]">
                    {text}
                    <p className={eligible.length === 0 ? 'text-danger-ink' : 'text-muted'}>
                      {eligible.length === 0
                        ? 'Nobody could sign it today.'
                        : `Could sign it today: ${eligible.join(', ')}.`}
                    </p>
                  </li>
                ))}
              </ol>
            )}
          </Part>
        )}
        {allowed && asks.length > 0 && (
          <Part title="It asks for">
            <Lines lines={asks} />
          </Part>
        )}
        <Part title="Action by action">
          <ul className="grid gap-1.5">
            {actions.map((one) => (
              <li key={one.id} className="grid gap-0.5">
                <span className="flex flex-wrap items-center justify-between gap-2">
                  {one.title}
                  <Badge tone={one.allowed ? 'success' : 'danger'}>
                    {one.allowed ? 'allowed' : 'denied'}
                  </Badge>
                </span>
                {!one.allowed && (
                  <span className="text-muted [overflow-wrap:anywhere]">
                    {one.reasons.map(({ text }) => text).join(' ')}{' '}
                    {one.reasons.map(({ id }) => (
                      <Code key={id}>{id}</Code>
                    ))}
                  </span>
                )}
              </li>
            ))}
          </ul>
        </Part>
        {told.length > 0 && (
          <Part title="What the agent would read">
            <Lines lines={told} />
          </Part>
        )}
      </div>
    </Card>
  );
}

function Part({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <div className="grid gap-1.5">
      <h3 className="font-medium text-ink">{title}</h3>
      {children}
    </div>
  );
}
