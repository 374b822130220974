import { Badge } from '#components/ui/badge.tsx';
import { Card } from '#components/ui/card.tsx';
import { Code } from '#components/ui/code.tsx';
import type { Said } from './decision.ts';
import { Lines } from './in-force-part.tsx';
import { shortVersion } from './view.ts';

/** A verdict, which policies and guard rails it rests on, and what it asks for. */
export function SaidCard({ title, said }: { title: string; said: Said }) {
  const { allowed, by, asks, signatures, version } = said;
  return (
    <Card
      title={title}
      description={`Version ${shortVersion(version)}`}
      actions={
        <Badge tone={allowed ? 'success' : 'danger'} dot>
          {allowed ? 'allowed' : 'denied'}
        </Badge>
      }
    >
      <div className="grid gap-4 text-sm">
        <Reasons reasons={by} />
        {signatures.length > 0 && (
          <div className="grid gap-1">
            <h3 className="font-medium text-ink">Signatures</h3>
            <div className="text-muted">
              <Lines lines={signatures} />
            </div>
          </div>
        )}
        {asks.length > 0 && (
          <div className="grid gap-1">
            <h3 className="font-medium text-ink">It asks for</h3>
            <div className="text-muted">
              <Lines lines={asks} />
            </div>
          </div>
        )}
      </div>
    </Card>
  );
}

export function Reasons({ reasons }: { reasons: { id: string; text: string; kind?: string }[] }) {
  if (reasons.length === 0) return <p className="text-sm text-muted">No policy applied.</p>;
  return (
    <ul className="grid gap-2 text-sm">
      {reasons.map(({ id, text, kind }) => (
        <li key={`${id} ${text}`} className="grid gap-0.5">
          <span className="text-ink [overflow-wrap:anywhere]">{text}</span>
          <span className="text-xs text-muted">
            {kind && `${kind} `}
            <Code>{id}</Code>
          </span>
        </li>
      ))}
    </ul>
  );
}
