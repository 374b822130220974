import type { ComponentProps, ReactNode } from 'react';
import { classNames } from './class-names.ts';

interface Props {
  /** What the table lists; read out, and shown when `captionVisible`. */
  caption: string;
  captionVisible?: boolean;
  className?: string;
  children: ReactNode;
}

/**
 * Scrolls sideways in its own frame where the screen is narrow; children are `thead` and `tbody`. Positioned, so that
 * text for those who only listen scrolls with it and does not widen the page.
 */
export function Table({ caption, captionVisible = false, className, children }: Props) {
  return (
    <section
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
      tabIndex={0}
      aria-label={caption}
      className={classNames(
        'relative overflow-x-auto rounded-card border border-line bg-surface shadow-raised',
        className,
      )}
    >
      <table className="w-full border-collapse text-left text-sm">
        <caption className={captionVisible ? 'px-4 py-3 text-left font-semibold text-ink' : 'sr-only'}>
          {caption}
        </caption>
        {children}
      </table>
    </section>
  );
}

export function HeadCell({ className, ...rest }: ComponentProps<'th'>) {
  return (
    <th
      scope="col"
      {...rest}
      className={classNames(
        'border-b border-line bg-sunken px-4 py-2.5 text-xs font-semibold text-muted whitespace-nowrap',
        className,
      )}
    />
  );
}

export function Row({ className, ...rest }: ComponentProps<'tr'>) {
  return (
    <tr
      {...rest}
      className={classNames('border-b border-line last:border-b-0 hover:bg-sunken/60', className)}
    />
  );
}

export function Cell({ className, ...rest }: ComponentProps<'td'>) {
  return <td {...rest} className={classNames('px-4 py-3 align-top text-ink', className)} />;
}
