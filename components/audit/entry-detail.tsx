import type { ReactNode } from 'react';
import { Code } from '#components/ui/code.tsx';
import type { EntryView } from './view.ts';

/** The leaf, which stays for ever, and beside it the detail, which may be erased. */
export function EntryDetail({ entry }: { entry: EntryView }) {
  return (
    <div className="grid max-w-[calc(100vw-5rem)] gap-4 text-sm lg:grid-cols-2">
      <Block title="Leaf">
        <Json>{pretty(entry.leaf)}</Json>
        <p className="text-muted">
          Leaf hash <Code>{entry.leafHash}</Code>
        </p>
      </Block>
      <Block title="Detail">
        {entry.detail === undefined ? (
          <p className="text-muted">Erased. The leaf still proves that it was there.</p>
        ) : Object.keys(entry.detail).length === 0 ? (
          <p className="text-muted">This entry has no names and no texts.</p>
        ) : (
          <Json>{JSON.stringify(entry.detail, null, 2)}</Json>
        )}
      </Block>
    </div>
  );
}

function Block({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="grid min-w-0 content-start gap-2">
      <h3 className="font-semibold text-ink">{title}</h3>
      {children}
    </section>
  );
}

function Json({ children }: { children: string }) {
  return (
    <pre className="max-h-96 overflow-y-auto rounded-control border border-line bg-surface p-3 font-mono text-xs whitespace-pre-wrap text-ink [overflow-wrap:anywhere]">
      {children}
    </pre>
  );
}

function pretty(leaf: string): string {
  try {
    return JSON.stringify(JSON.parse(leaf), null, 2);
  } catch {
    return leaf;
  }
}
