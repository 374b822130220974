import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

interface Props {
  title?: ReactNode;
  description?: ReactNode;
  /** Buttons or a badge beside the title. */
  actions?: ReactNode;
  footer?: ReactNode;
  /** `h2` unless the card lies inside another section. */
  headingLevel?: 2 | 3;
  className?: string;
  children?: ReactNode;
}

export function Card({ title, description, actions, footer, headingLevel = 2, className, children }: Props) {
  const Heading = headingLevel === 2 ? 'h2' : 'h3';
  return (
    <section className={classNames('rounded-card border border-line bg-surface shadow-raised', className)}>
      {title === undefined && actions === undefined ? null : (
        <header className="flex flex-wrap items-start justify-between gap-3 border-b border-line px-5 py-4">
          <div className="grid min-w-0 gap-1">
            <Heading className="text-base font-semibold text-ink">{title}</Heading>
            {description === undefined ? null : <p className="text-sm text-muted">{description}</p>}
          </div>
          {actions === undefined ? null : <div className="flex flex-wrap items-center gap-2">{actions}</div>}
        </header>
      )}
      {children === undefined ? null : <div className="px-5 py-4">{children}</div>}
      {footer === undefined ? null : (
        <footer className="rounded-b-card border-t border-line bg-sunken px-5 py-3">{footer}</footer>
      )}
    </section>
  );
}
