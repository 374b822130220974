import type { ReactNode } from 'react';
import { Wordmark } from '#components/brand/wordmark.tsx';
import { classNames } from '#components/ui/class-names.ts';
import { Link } from '#components/ui/link.tsx';
import { ThemeToggle } from '#components/ui/theme-toggle.tsx';

/** What lies before the doors: no person, no navigation. */
export function EntranceFrame({ wide = false, children }: { wide?: boolean; children: ReactNode }) {
  return (
    <div className="flex min-h-dvh flex-col">
      <header className="mx-auto flex w-full max-w-6xl items-center justify-between px-4 py-4 sm:px-6">
        <Link href="/" className="rounded-control">
          <Wordmark />
        </Link>
        <ThemeToggle />
      </header>
      <main
        className={classNames(
          'mx-auto grid w-full flex-1 content-center gap-10 px-4 py-10 sm:px-6',
          wide ? 'max-w-6xl' : 'max-w-md',
        )}
      >
        {children}
      </main>
    </div>
  );
}
