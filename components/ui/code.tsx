import { classNames } from './class-names.ts';

/** An id, an action, a hash: exact text in a fixed pitch, broken anywhere rather than overflowing. */
export function Code({ children, className }: { children: string; className?: string }) {
  return (
    <code
      className={classNames(
        'rounded bg-sunken px-1.5 py-0.5 font-mono text-[0.8125em] text-ink [overflow-wrap:anywhere]',
        className,
      )}
    >
      {children}
    </code>
  );
}
