'use client';

import type { EntryView } from '#components/audit/view.ts';
import { tellEntry } from '#components/audit/words.ts';
import { Asked } from '#components/delegation/asked.tsx';
import { EmergencyBadge } from '#components/delegation/emergency-badge.tsx';
import { Signatures } from '#components/delegation/signatures.tsx';
import { Timeline } from '#components/delegation/timeline.tsx';
import type { FormAction } from '#components/form/form-state.ts';
import { useLiveView } from '#components/live/use-live-view.ts';
import { explainEnd } from '#components/session/view.ts';
import { Alert } from '#components/ui/alert.tsx';
import { Card } from '#components/ui/card.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { Time } from '#components/ui/time.tsx';
import { FindingForm } from './finding-form.tsx';
import { ReviewBadge } from './review-badge.tsx';
import { findingText, mayFind, type Reviewer, type ReviewView } from './view.ts';

interface Props {
  url: string;
  drawn: ReviewView;
  reviewer: Reviewer;
  prepare: FormAction;
  sign: FormAction;
}

/** One emergency afterwards: what was asked, who signed, what was done, and what the reviewers found. */
export function ReviewDetail({ url, drawn, reviewer, prepare, sign }: Props) {
  const { view, failed } = useLiveView(url, drawn);
  const { delegation, findings, needed, from, dueAt, sessions, kind, entries } = view;
  return (
    <>
      <PageHeader
        title={`${delegation.actor.name} for ${delegation.subject.name}`}
        description={delegation.purpose.title}
        back={{ href: '/admin/reviews', label: 'Reviews' }}
        status={
          <>
            {kind === 'emergency' && <EmergencyBadge />}
            <ReviewBadge review={view} />
          </>
        }
      />
      <div className="grid gap-6 lg:grid-cols-[minmax(0,1fr)_20rem] lg:items-start">
        <div className="grid min-w-0 gap-6">
          {failed !== undefined && (
            <Alert tone="warning" title="This page may be out of date">
              {failed}
            </Alert>
          )}
          <Card title="What was done">
            {sessions.length === 0 ? (
              <p className="text-sm text-muted">Nobody went in.</p>
            ) : (
              <ul className="grid gap-3 text-sm">
                {sessions.map((session) => (
                  <li key={session.sid} className="grid gap-0.5">
                    <p className="text-ink">
                      In since <Time value={session.startedAt} show="exact" />.{' '}
                      {session.status === 'live' ? 'Still in.' : explainEnd(session, delegation.actor.name)}
                    </p>
                  </li>
                ))}
              </ul>
            )}
          </Card>
          <Deeds entries={entries} />
          <Asked delegation={delegation} />
          {mayFind(reviewer, view) ? (
            <FindingForm review={view} prepare={prepare} sign={sign} />
          ) : (
            view.status !== 'decided' && (
              <Alert title={view.status === 'waiting' ? 'The access is not over yet' : 'Not yours to review'}>
                {`Reviewed by ${needed} people of ${from.join(' or ')} who took no part, each once.`}
              </Alert>
            )
          )}
        </div>
        <div className="grid min-w-0 gap-6">
          <Card title="Findings">
            <div className="grid gap-3 text-sm">
              <p className="text-muted">
                {findings.length} of {needed}, due <Time value={dueAt} />
              </p>
              {findings.map(({ by, decision, comment, at }) => (
                <div key={by.id} className="grid gap-1">
                  <p className="text-ink">
                    <strong className="font-semibold">{by.name}</strong> {findingText[decision]}{' '}
                    <Time value={at} className="text-muted" />
                  </p>
                  <blockquote className="border-l-4 border-accent-line pl-3 break-words whitespace-pre-wrap text-muted">
                    {comment}
                  </blockquote>
                </div>
              ))}
            </div>
          </Card>
          <Card title="How it went">
            <Timeline delegation={delegation} />
          </Card>
          <Signatures delegation={delegation} />
        </div>
      </div>
    </>
  );
}

/** Word by word from the log, so that a reviewer judges what happened and not what was said of it. */
function Deeds({ entries }: { entries: EntryView[] }) {
  return (
    <Card title="What the log says" description="Newest first.">
      {entries.length === 0 ? (
        <p className="text-sm text-muted">Nothing yet; the newest entries take a moment.</p>
      ) : (
        <ol className="grid gap-2 text-sm">
          {entries.map((entry) => (
            <li key={entry.index} className="flex flex-wrap items-baseline justify-between gap-x-4">
              <span className={entry.refused ? 'text-danger-ink' : 'text-ink'}>{tellEntry(entry, '')}</span>
              <span className="text-muted">
                <Time value={entry.time} show="exact" /> · entry {entry.index}
              </span>
            </li>
          ))}
        </ol>
      )}
    </Card>
  );
}
