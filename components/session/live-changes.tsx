'use client';

import { useLiveView } from '#components/live/use-live-view.ts';
import { Alert } from '#components/ui/alert.tsx';
import { Time } from '#components/ui/time.tsx';
import { type SessionChangesView, tellChange } from './change-view.ts';

/** What live sessions change and reveal, as they do it. */
export function LiveChanges({ url, drawn }: { url: string; drawn: SessionChangesView[] }) {
  const { view, failed } = useLiveView(url, drawn);
  const changing = view.filter(({ changes }) => changes.length > 0);
  if (changing.length === 0 && failed === undefined) return null;
  return (
    <section aria-label="What is changed and revealed now" className="mb-6 grid gap-4">
      {failed !== undefined && (
        <Alert tone="warning" title="What you see here may be out of date">
          {failed}
        </Alert>
      )}
      {changing.map(({ session, changes }) => (
        <article
          key={session.sid}
          data-changes={session.sid}
          className="overflow-hidden rounded-card border border-line bg-surface"
        >
          <h2 className="bg-sunken px-5 py-3 text-sm font-semibold text-ink">
            {session.actor.name}, as {session.subject.name}
          </h2>
          <ol aria-live="polite" className="divide-y divide-line text-sm">
            {changes.map((change) => (
              <li
                key={change.index}
                className="flex flex-wrap items-baseline justify-between gap-x-4 px-5 py-2.5"
              >
                <span className={change.step === 'refused' ? 'text-danger-ink' : 'text-ink'}>
                  {tellChange(change)}
                </span>
                <Time value={change.time} className="text-muted" />
              </li>
            ))}
          </ol>
        </article>
      ))}
    </section>
  );
}
