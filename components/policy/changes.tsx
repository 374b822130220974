import { Badge } from '#components/ui/badge.tsx';
import { Card } from '#components/ui/card.tsx';
import { Code } from '#components/ui/code.tsx';
import type { ProposalView } from './view.ts';

/** What becomes wider comes first, in red: that is what the second person is there for. */
export function Changes({ changes }: Pick<ProposalView, 'changes'>) {
  const sorted = [...changes].sort((a, b) => Number(b.widens) - Number(a.widens));
  const wider = sorted.filter(({ widens }) => widens).length;
  return (
    <Card
      title="What it changes"
      description="Against the version in force."
      actions={
        <Badge tone={wider > 0 ? 'danger' : 'success'}>
          {wider > 0 ? `${wider} may let more through` : 'nothing becomes wider'}
        </Badge>
      }
    >
      {sorted.length === 0 ? (
        <p className="text-sm text-muted">Nothing: it decides as the version in force does.</p>
      ) : (
        <ul className="grid gap-2 text-sm">
          {sorted.map(({ where, what, widens }) => (
            <li
              key={`${where} ${what}`}
              className={
                widens
                  ? 'rounded-control border border-danger-line bg-danger-soft px-3 py-2 text-danger-ink'
                  : 'rounded-control border border-line px-3 py-2 text-ink'
              }
            >
              <Code>{where}</Code> {what}
              {widens && <span className="sr-only">, which may let more through</span>}
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
