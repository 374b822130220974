import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { SignatureMark } from '#components/brand/signature-mark.tsx';

interface Props {
  title: ReactNode;
  /** A lucide icon; the two signatures when absent. Pass it from a server component only to a server component. */
  icon?: LucideIcon;
  actions?: ReactNode;
  /** Where this is the whole page its title is the page's heading. */
  headingLevel?: 1;
  children?: ReactNode;
}

export function EmptyState({ title, icon: Icon, actions, headingLevel, children }: Props) {
  const Title = headingLevel === 1 ? 'h1' : 'p';
  return (
    <div className="grid justify-items-center gap-3 rounded-card border border-dashed border-line-strong px-6 py-12 text-center">
      {Icon === undefined ? (
        <SignatureMark className="h-8 text-faint" />
      ) : (
        <Icon aria-hidden="true" className="size-8 text-faint" strokeWidth={1.5} />
      )}
      <Title className="text-base font-semibold text-ink">{title}</Title>
      {children === undefined ? null : <div className="max-w-prose text-sm text-muted">{children}</div>}
      {actions === undefined ? null : (
        <div className="mt-2 flex flex-wrap justify-center gap-2">{actions}</div>
      )}
    </div>
  );
}
