'use client';

import { useState } from 'react';
import type { FormAction } from '#components/form/form-state.ts';
import { useLiveView } from '#components/live/use-live-view.ts';
import { Alert } from '#components/ui/alert.tsx';
import { Card } from '#components/ui/card.tsx';
import { Code } from '#components/ui/code.tsx';
import { Link } from '#components/ui/link.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { Time } from '#components/ui/time.tsx';
import { ActionEffects } from './action-effects.tsx';
import { BlockButton } from './block-button.tsx';
import { ConsentForm } from './consent-form.tsx';
import { spellDuration } from './duration.ts';
import { EmergencyBadge } from './emergency-badge.tsx';
import { Extensions } from './extensions.tsx';
import { StartBy } from './start-by.tsx';
import { explainToCustomer } from './status.ts';
import { StatusLine } from './status-line.tsx';
import { StopButton } from './stop-button.tsx';
import type { Stopped } from './stopped.ts';
import { StoppedNotice } from './stopped-notice.tsx';
import { Timeline } from './timeline.tsx';
import { awaitsConsent, type DelegationView, longestDuration } from './view.ts';

interface Props {
  url: string;
  drawn: DelegationView;
  prepare: FormAction;
  sign: FormAction;
  stop: FormAction;
  block: FormAction;
}

/** One request as the customer reads it whose data it is about. */
export function ConsentDetail({ url, drawn, prepare, sign, stop, block }: Props) {
  const { view, failed } = useLiveView(url, drawn);
  const [stopped, setStopped] = useState<Stopped>();
  const asks = awaitsConsent(view);
  return (
    <>
      <PageHeader
        title={titleOf(view)}
        description={view.purpose.title}
        status={view.emergency && <EmergencyBadge />}
        back={{ href: '/account/consents', label: 'Everything you were asked' }}
        actions={
          <div className="flex flex-wrap gap-2">
            {view.status === 'granted' && (
              <StopButton
                id={view.id}
                name={view.actor.name}
                stop={stop}
                now={view.inUse}
                onStopped={setStopped}
              />
            )}
            <BlockButton agent={view.actor} block={block} />
          </div>
        }
      />
      <div className="grid gap-6">
        <StoppedNotice stopped={stopped} />
        {failed !== undefined && (
          <Alert tone="warning" title="This page may be out of date">
            {failed}
          </Alert>
        )}
        <StatusLine status={view.status} explanation={explainToCustomer(view)}>
          <StartBy delegation={view} />
        </StatusLine>
        <div className="grid gap-6 lg:grid-cols-[minmax(0,1fr)_20rem] lg:items-start">
          <div className="grid min-w-0 gap-6">
            <Extensions delegation={view} base="/account/consents" />
            <Story delegation={view} />
            {asks ? (
              <ConsentForm key={view.revision} delegation={view} prepare={prepare} sign={sign} />
            ) : (
              <Effects delegation={view} />
            )}
          </div>
          <Card title="What happened so far">
            <Timeline delegation={view} reader="customer" />
          </Card>
        </div>
      </div>
    </>
  );
}

function titleOf({ actor, status }: DelegationView): string {
  if (status === 'pending') return `${actor.name} asks for access`;
  if (status === 'granted') return `${actor.name} has access`;
  return `${actor.name} asked for access`;
}

function Story({ delegation }: { delegation: DelegationView }) {
  const { actor, purpose, effective, justification } = delegation;
  const { offered, at } = delegation.consent;
  const accounts = [...new Set(effective.map((detail) => detail.identifier))];
  return (
    <Card title="In plain words">
      <div className="grid gap-3 text-base leading-relaxed text-ink">
        <p>
          <strong className="font-semibold">{actor.name}</strong>
          {actor.id.startsWith('agt_') ? ' from our support team' : ', one of our automatic services,'} asked{' '}
          <Time value={delegation.createdAt} /> to do something in your account for you (
          {accounts.map((identifier, position) => (
            <span key={identifier}>
              {position > 0 && ', '}
              <Code>{identifier}</Code>
            </span>
          ))}
          ), for {spellDuration(longestDuration(effective))} at most.
        </p>
        <p>
          It is about “{purpose.title}” (ticket <Code>{purpose.ref}</Code>). This is the reason given:
        </p>
        <blockquote className="border-l-4 border-accent-line pl-4 whitespace-pre-wrap text-muted break-words">
          {justification}
        </blockquote>
        {offered && at && (
          <p>
            You were not asked again: it is covered by your offer of <Time value={at} show="exact" />.{' '}
            <Link href="/account/offers" className="font-medium text-accent-ink underline underline-offset-4">
              Your offers
            </Link>
          </p>
        )}
        <p className="text-sm text-muted">
          Everything that is done is recorded with their name, and you can read it here afterwards.
        </p>
      </div>
    </Card>
  );
}

function Effects({ delegation }: { delegation: DelegationView }) {
  const actions = delegation.effective.flatMap((detail) => detail.actions);
  const heading = delegation.status === 'granted' ? 'What they may do' : 'What it was about';
  return (
    <Card title={delegation.status === 'pending' ? 'What they would be allowed' : heading}>
      <ul className="grid gap-4 text-sm">
        {actions.map((action) => (
          <li key={action.id} className="grid gap-0.5">
            <p className="font-medium text-ink">{action.title}</p>
            <div className="text-muted">
              <ActionEffects action={action} reader="customer" />
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}
