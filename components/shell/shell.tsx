import type { ReactNode } from 'react';
import { Wordmark } from '#components/brand/wordmark.tsx';
import { EventStream } from '#components/live/event-stream.tsx';
import { LiveNotice } from '#components/live/live-notice.tsx';
import { QueryProvider } from '#components/live/query-provider.tsx';
import { Link } from '#components/ui/link.tsx';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import { ThemeToggle } from '#components/ui/theme-toggle.tsx';
import { type NavItem, NavLinks } from './nav-links.tsx';

interface Props {
  door: 'support' | 'admin' | 'customer';
  title: string;
  home: string;
  nav: readonly NavItem[];
  person: { readonly name: string; readonly role: string };
  signOut: () => Promise<void>;
  /** Above everything else, such as the banner of a live session. */
  banner?: ReactNode;
  children: ReactNode;
}

/** The frame of one door: its colour, its name, who is here, and the way out. Draws; decides nothing. */
export function Shell({ door, title, home, nav, person, signOut, banner, children }: Props) {
  return (
    <QueryProvider>
      <EventStream door={door}>
        {banner}
        <div data-door={door} className="flex min-h-dvh flex-col">
          <a
            href="#content"
            className="sr-only focus:not-sr-only focus:absolute focus:top-2 focus:left-2 focus:z-50 focus:rounded-control focus:bg-surface focus:px-4 focus:py-2"
          >
            Skip to content
          </a>
          <header className="border-t-4 border-b border-t-accent border-b-line bg-surface">
            <div className="mx-auto flex w-full max-w-6xl flex-wrap items-center gap-x-6 gap-y-1 px-4 py-2 sm:px-6">
              <Link href={home} className="flex items-center gap-3 rounded-control py-1">
                <Wordmark />
                <span className="rounded-full bg-accent-soft px-2.5 py-0.5 text-xs font-semibold text-accent-ink">
                  {title}
                </span>
              </Link>
              <div className="ml-auto flex items-center gap-2">
                <p className="hidden text-right text-sm leading-tight sm:block">
                  <span className="block font-medium text-ink">{person.name}</span>
                  <span className="block text-xs text-muted">{person.role}</span>
                </p>
                <LiveNotice />
                <ThemeToggle />
                <form action={signOut}>
                  <SubmitButton look="quiet" size="small">
                    Sign out
                  </SubmitButton>
                </form>
              </div>
              <NavLinks items={nav} home={home} label={title} />
            </div>
          </header>
          <main id="content" className="mx-auto w-full max-w-6xl flex-1 px-4 py-8 sm:px-6">
            {children}
          </main>
        </div>
      </EventStream>
    </QueryProvider>
  );
}
