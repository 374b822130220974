'use client';

import { ExternalLink } from 'lucide-react';
import type { ReactNode } from 'react';
import { tellEntry } from '#components/audit/words.ts';
import { Countdown } from '#components/delegation/countdown.tsx';
import { EmergencyBadge } from '#components/delegation/emergency-badge.tsx';
import { useLiveView } from '#components/live/use-live-view.ts';
import { Alert } from '#components/ui/alert.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Link } from '#components/ui/link.tsx';
import { Time } from '#components/ui/time.tsx';
import type { LiveSessionView } from './live-view.ts';
import { shownIn } from './view.ts';

interface Props {
  url: string;
  drawn: LiveSessionView[];
  /** The broker's id of who reads this. */
  reader: string;
  stopFor: (session: LiveSessionView['session']) => ReactNode;
}

/** Who is in, what they do as they do it, and the way to end it. */
export function LiveSessions({ url, drawn, reader, stopFor }: Props) {
  const { view, failed } = useLiveView(url, drawn);
  if (view.length === 0) return null;
  return (
    <section aria-label="In your account now" className="grid gap-4">
      {failed !== undefined && (
        <Alert tone="warning" title="What you see here may be out of date">
          {failed}
        </Alert>
      )}
      {view.map((one) => (
        <LiveSession key={one.session.sid} live={one} reader={reader} stop={stopFor(one.session)} />
      ))}
    </section>
  );
}

function LiveSession({ live, reader, stop }: { live: LiveSessionView; reader: string; stop: ReactNode }) {
  const { session, deeds, ownPage } = live;
  const { actor, level, sid, expiresAt, startedAt, actions } = session;
  const shown = shownIn(session);
  return (
    <article
      data-session={sid}
      className="overflow-hidden rounded-card border-2 border-danger-line bg-surface shadow-raised"
    >
      <header className="flex flex-wrap items-start justify-between gap-4 bg-danger-soft px-5 py-4">
        <div className="grid min-w-0 gap-1">
          <h2 className="flex flex-wrap items-center gap-2.5 text-base font-semibold text-ink">
            {actor.name} is in your account
            <Badge tone={level === 'write' ? 'danger' : 'warning'} dot>
              {level === 'write' ? 'may change things' : 'reads only'}
            </Badge>
            {session.emergency && <EmergencyBadge />}
          </h2>
          <p className="text-sm text-ink">
            Since <Time value={startedAt} />, for at most <Countdown until={expiresAt} /> more. Allowed:{' '}
            {actions.map(({ title }) => title).join(', ')}.
            {shown.length > 0 && ` Hidden, but shown: ${shown.join(', ')}.`}
          </p>
        </div>
        {stop}
      </header>
      <ol aria-label="What was done" aria-live="polite" className="divide-y divide-line text-sm">
        {deeds.map((entry) => (
          <li key={entry.index} className="flex flex-wrap items-baseline justify-between gap-x-4 px-5 py-2.5">
            <span className={entry.refused ? 'text-danger-ink' : 'text-ink'}>{tellEntry(entry, reader)}</span>
            <Time value={entry.time} className="text-muted" />
          </li>
        ))}
      </ol>
      <footer className="flex flex-wrap gap-x-6 gap-y-1 border-t border-line bg-sunken px-5 py-3 text-sm">
        <Link
          href={`/account/history/${sid}`}
          className="font-medium text-accent-ink underline underline-offset-4"
        >
          Everything in this session
        </Link>
        {ownPage !== undefined && (
          <a
            href={ownPage.url}
            target="_blank"
            rel="noreferrer"
            className="inline-flex items-center gap-1.5 font-medium text-accent-ink underline underline-offset-4"
          >
            Your own page at {ownPage.name}
            <ExternalLink aria-hidden="true" className="size-3.5" />
            <span className="sr-only">(opens in a new tab)</span>
          </a>
        )}
      </footer>
    </article>
  );
}
