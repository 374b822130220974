import { classNames } from './class-names.ts';

export function Skeleton({ className }: { className?: string }) {
  return (
    <span
      aria-hidden="true"
      className={classNames(
        'block animate-pulse rounded-control bg-line motion-reduce:animate-none',
        className ?? 'h-4 w-full',
      )}
    />
  );
}

/** A page on its way: a heading and a few blocks; says so to those who do not see it. */
export function PageSkeleton({ blocks = 3 }: { blocks?: number }) {
  return (
    <div role="status" className="grid gap-6">
      <span className="sr-only">Loading…</span>
      <Skeleton className="h-9 w-64 max-w-full" />
      {Array.from({ length: blocks }, (_, position) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the blocks are all alike
        <Skeleton key={position} className="h-28 w-full rounded-card" />
      ))}
    </div>
  );
}
