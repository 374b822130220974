'use client';

import { DoorOpen } from 'lucide-react';
import { useState } from 'react';
import type { FormAction } from '#components/form/form-state.ts';
import { useLiveView } from '#components/live/use-live-view.ts';
import { LiveSessions } from '#components/session/live-sessions.tsx';
import type { LiveSessionView } from '#components/session/live-view.ts';
import { ButtonLink } from '#components/ui/button-link.tsx';
import { Link } from '#components/ui/link.tsx';
import { BlockButton } from './block-button.tsx';
import { spellDuration } from './duration.ts';
import { EmergencyNotices } from './emergency-notices.tsx';
import { PageEnd } from './page-end.tsx';
import { StartBy } from './start-by.tsx';
import { StopButton } from './stop-button.tsx';
import type { Stopped } from './stopped.ts';
import { StoppedNotice } from './stopped-notice.tsx';
import { useDelegationPages } from './use-delegation-pages.ts';
import { awaitsConsent, type DelegationPage, type DelegationView, longestDuration } from './view.ts';

interface Props {
  url: string;
  first: DelegationPage;
  live: { url: string; drawn: LiveSessionView[] };
  emergencies: { url: string; drawn: DelegationView[] };
  reader: string;
  stop: FormAction;
  block: FormAction;
}

/** The customer's first page: who is in, who asks, who may come in; and the way to stop each. */
export function WhoIsIn({ url, first, live, emergencies, reader, stop, block }: Props) {
  const [stopped, setStopped] = useState<Stopped>();
  const { rows, failed } = useDelegationPages(url, first);
  const asking = rows.filter(awaitsConsent);
  const { view: urgent } = useLiveView(emergencies.url, emergencies.drawn);
  const granted = rows.filter((row) => row.status === 'granted' && !row.emergency);
  const inAnyway = urgent.filter((row) => row.status === 'granted');
  const open = granted.filter((row) => !row.inUse);
  const early = rows.filter((row) => row.status === 'pending' && !awaitsConsent(row));
  return (
    <div className="grid gap-8">
      <EmergencyNotices rows={urgent} stop={stop} onStopped={setStopped} />
      <p role="status" className="flex items-start gap-3 text-lg text-ink">
        <DoorOpen aria-hidden="true" className="mt-1 size-5 shrink-0 text-accent-ink" />
        {sayWhoIsIn(granted, asking, inAnyway)}
      </p>
      <StoppedNotice stopped={stopped} />
      <LiveSessions
        {...live}
        reader={reader}
        stopFor={({ delegation, actor }) => (
          <div className="flex flex-wrap gap-2">
            <StopButton id={delegation} name={actor.name} stop={stop} now onStopped={setStopped} />
            <BlockButton agent={actor} block={block} />
          </div>
        )}
      />
      {asking.length + granted.length + early.length + inAnyway.length === 0 && (
        <p className="max-w-prose text-muted">
          Nobody asks for access either. When somebody from our support does, the question appears here, and
          without your yes the door stays shut.
        </p>
      )}
      {asking.length > 0 && (
        <section aria-label="Your answer is needed" className="grid gap-3">
          <h2 className="text-base font-semibold text-ink">Your answer is needed</h2>
          {asking.map((row) => (
            <article
              key={row.id}
              className="flex flex-wrap items-center justify-between gap-4 rounded-card border border-accent-line bg-accent-soft px-5 py-4"
            >
              <p className="min-w-0 text-ink">
                <strong className="font-semibold">{row.actor.name}</strong> asks for{' '}
                {spellDuration(longestDuration(row.effective))} of access: {row.purpose.title}.
              </p>
              <ButtonLink href={`/account/consents/${row.id}`}>Read and answer</ButtonLink>
            </article>
          ))}
        </section>
      )}
      {open.length > 0 && (
        <section aria-label="Access that is open" className="grid gap-3">
          <h2 className="text-base font-semibold text-ink">Access that is open</h2>
          {open.map((row) => (
            <article
              key={row.id}
              className="flex flex-wrap items-center justify-between gap-4 rounded-card border border-line bg-surface px-5 py-4 shadow-raised"
            >
              <div className="grid min-w-0 gap-1">
                <Link
                  href={`/account/consents/${row.id}`}
                  className="w-fit font-medium text-ink underline underline-offset-4"
                >
                  {row.actor.name}: {row.purpose.title}
                </Link>
                <StartBy delegation={row} />
              </div>
              <div className="flex flex-wrap gap-2">
                <StopButton id={row.id} name={row.actor.name} stop={stop} onStopped={setStopped} />
                <BlockButton agent={row.actor} block={block} />
              </div>
            </article>
          ))}
        </section>
      )}
      {early.length > 0 && (
        <p className="text-sm text-muted">
          {early.length === 1 ? 'One more request is' : `${early.length} more requests are`} with our own
          approvers. If they agree, you are asked here.
        </p>
      )}
      <PageEnd failed={failed} more={undefined} loading={false} />
    </div>
  );
}

function sayWhoIsIn(open: DelegationView[], asking: DelegationView[], urgent: DelegationView[]): string {
  const inNow = [...new Set([...open, ...urgent].filter((row) => row.inUse).map((row) => row.actor.name))];
  if (inNow.length > 0) return `${names(inNow)} ${inNow.length === 1 ? 'is' : 'are'} in your account now.`;
  if (urgent.length > 0)
    return `Nobody is in your account at this moment. ${names([...new Set(urgent.map((row) => row.actor.name))])} may come in without your yes, because of an emergency.`;
  const may = [...new Set(open.map((row) => row.actor.name))];
  if (may.length > 0) return `Nobody is in your account. ${names(may)} may come in, because you said yes.`;
  return asking.length > 0 ? 'Nobody is in your account. Somebody asks.' : 'Nobody is in your account.';
}

const conjunction = new Intl.ListFormat('en-GB', { type: 'conjunction' });

function names(list: string[]): string {
  return conjunction.format(list);
}
