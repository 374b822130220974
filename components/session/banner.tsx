import { ShieldAlert, Siren } from 'lucide-react';
import type { FormAction } from '#components/form/form-state.ts';
import { classNames } from '#components/ui/class-names.ts';
import { Link } from '#components/ui/link.tsx';
import { BannerClock } from './banner-clock.tsx';
import { EndButton } from './end-button.tsx';
import { TabMark } from './tab-mark.tsx';
import type { SessionView } from './view.ts';

/** On every page of the support door while a session is live. Cannot be closed or scrolled away. */
export function SessionBanner({ session, end }: { session: SessionView; end: FormAction }) {
  const { subject, actor, level, actions, sid, expiresAt, emergency } = session;
  const Icon = emergency ? Siren : ShieldAlert;
  return (
    <section
      aria-label={emergency ? 'Live emergency session' : 'Live session'}
      data-session={sid}
      data-level={level}
      data-emergency={emergency}
      className={classNames(
        'sticky top-0 z-30 border-b-2 shadow-raised',
        emergency
          ? 'border-emergency-line bg-emergency text-on-emergency'
          : 'border-danger-line bg-danger-ink text-canvas',
      )}
    >
      <div className="mx-auto flex w-full max-w-6xl flex-wrap items-center gap-x-5 gap-y-1.5 px-4 py-2 text-sm sm:px-6">
        <p className="flex min-w-0 flex-1 basis-64 items-center gap-2.5">
          <Icon aria-hidden="true" className="size-5 shrink-0" />
          <span className="min-w-0">
            <strong className="block text-base leading-tight break-words">
              {emergency
                ? `Emergency: ${actor.name} is in the account of ${subject.name}, who was not asked`
                : `${actor.name} acting as ${subject.name}`}
            </strong>
            <span
              className="block truncate text-xs opacity-90"
              title={actions.map(({ title }) => title).join(', ')}
            >
              {emergency && 'Security and the customer have been told; this is reviewed afterwards. '}
              {level === 'write' ? 'May read and change' : 'May read'}:{' '}
              {actions
                .filter(({ risk }) => level === 'write' || risk === 'read')
                .map(({ title }) => title)
                .join(', ')}
            </span>
          </span>
        </p>
        <p className="font-medium tabular-nums">
          <BannerClock until={expiresAt} /> left
        </p>
        <div className="flex items-center gap-2">
          <Link
            href={`/support/sessions/${sid}`}
            className="rounded-control px-3 py-1.5 font-medium underline-offset-4 hover:underline"
          >
            Open
          </Link>
          <EndButton sid={sid} end={end} />
        </div>
      </div>
      <TabMark
        label={emergency ? `Emergency: ${subject.name}` : `Acting as ${subject.name}`}
        emergency={emergency}
      />
    </section>
  );
}
