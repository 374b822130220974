import { Code } from '#components/ui/code.tsx';
import { Time } from '#components/ui/time.tsx';
import type { Prepared } from './use-signing.ts';

/** The statement, word for word as the broker will check it. */
export function StatementText({ prepared }: { prepared: Prepared }) {
  return (
    <div className="grid min-w-0 gap-2 text-sm">
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        tabIndex={0}
        className="max-h-64 overflow-auto rounded-control border border-line bg-sunken p-3 font-mono text-xs whitespace-pre-wrap text-ink [overflow-wrap:anywhere]"
      >
        {JSON.stringify(JSON.parse(prepared.statement), null, 2)}
      </pre>
      <p className="text-muted">
        Hash to sign <Code>{prepared.challenge}</Code>, valid until{' '}
        <Time value={prepared.expiresAt} show="exact" />.
      </p>
    </div>
  );
}
