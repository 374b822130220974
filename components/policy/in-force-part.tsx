import type { ReactNode } from 'react';
import { Card } from '#components/ui/card.tsx';

interface Props {
  /** Where the contents lead to. */
  id: string;
  title: string;
  description?: string;
  /** What to say where there is nothing of it. */
  empty?: string | false | undefined;
  children: ReactNode;
}

/** One part of what is in force. */
export function Part({ id, title, description, empty, children }: Props) {
  return (
    <div id={id} className="scroll-mt-6">
      <Card headingLevel={3} title={title} description={description}>
        {empty ? <p className="text-sm text-muted">{empty}</p> : children}
      </Card>
    </div>
  );
}

export function Lines({ lines }: { lines: readonly string[] }) {
  return (
    <ul className="list-disc pl-5 [overflow-wrap:anywhere]">
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}
