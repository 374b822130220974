import { Code } from '#components/ui/code.tsx';
import { Time } from '#components/ui/time.tsx';
import type { Prepared } from './use-signing.ts';

/** The statement, word for word as the broker will check it. */
export function StatementText({ prepared }: { prepared: Prepared }) {
  return (
    <div className="grid min-w-0 gap-3 text-sm">
      <Exact label="Statement">{pretty(prepared.statement)}</Exact>
      {prepared.narrowed !== undefined && (
        <div className="grid gap-1">
          <p className="text-muted">
            What <Code>narrowed_hash</Code> stands for:
          </p>
          <Exact label="Narrowing">{pretty(prepared.narrowed)}</Exact>
        </div>
      )}
      {prepared.comment !== undefined && (
        <div className="grid gap-1">
          <p className="text-muted">
            What <Code>comment_hash</Code> stands for:
          </p>
          <Exact label="Comment">{prepared.comment}</Exact>
        </div>
      )}
      <p className="text-muted">
        Hash to sign <Code>{prepared.challenge}</Code>, valid until{' '}
        <Time value={prepared.expiresAt} show="exact" />.
      </p>
    </div>
  );
}

function Exact({ label, children }: { label: string; children: string }) {
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
      tabIndex={0}
      className="max-h-56 overflow-auto rounded-control border border-line bg-sunken p-3"
    >
      <pre className="font-mono text-xs whitespace-pre-wrap text-ink [overflow-wrap:anywhere]">
        {children}
      </pre>
    </section>
  );
}

function pretty(json: string): string {
  return JSON.stringify(JSON.parse(json), null, 2);
}
