'use client';

import type { FormAction } from '#components/form/form-state.ts';
import { useLiveView } from '#components/live/use-live-view.ts';
import { StartButton } from '#components/session/start-button.tsx';
import { Alert } from '#components/ui/alert.tsx';
import { Card } from '#components/ui/card.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { Asked } from './asked.tsx';
import { EmergencyBadge } from './emergency-badge.tsx';
import { ExtendButton } from './extend-button.tsx';
import { Extensions } from './extensions.tsx';
import { QuestionCard } from './question-card.tsx';
import { Required } from './required.tsx';
import { Signatures } from './signatures.tsx';
import { StartBy } from './start-by.tsx';
import { explainStatus } from './status.ts';
import { StatusLine } from './status-line.tsx';
import { Timeline } from './timeline.tsx';
import { type DelegationView, openQuestions } from './view.ts';
import { WithdrawButton } from './withdraw-button.tsx';

interface Props {
  url: string;
  drawn: DelegationView;
  withdraw: FormAction;
  start: FormAction;
  answer: FormAction;
  extend: FormAction;
  idempotencyKey: string;
}

/** One request as its agent sees it. */
export function RequestDetail(props: Props) {
  const { url, drawn, withdraw, start, answer, extend, idempotencyKey } = props;
  const { view, failed } = useLiveView(url, drawn);
  return (
    <>
      <PageHeader
        title={view.purpose.title}
        description={`for ${view.subject.name}`}
        status={view.emergency && <EmergencyBadge />}
        back={{ href: '/support', label: 'Your requests' }}
        actions={
          <div className="flex flex-wrap gap-2">
            {view.status === 'granted' && (
              <ExtendButton
                delegation={view.id}
                justification={view.justification}
                idempotencyKey={idempotencyKey}
                extend={extend}
              />
            )}
            <WithdrawButton delegation={view} withdraw={withdraw} />
          </div>
        }
      />
      <div className="grid gap-6">
        {failed !== undefined && (
          <Alert tone="warning" title="This page may be out of date">
            {failed}
          </Alert>
        )}
        <StatusLine status={view.status} explanation={explainStatus(view)}>
          <StartBy delegation={view} />
          {view.status === 'granted' && !view.inUse && <StartButton delegation={view.id} start={start} />}
        </StatusLine>
        <div className="grid gap-6 lg:grid-cols-[minmax(0,1fr)_20rem] lg:items-start">
          <div className="grid min-w-0 gap-6">
            <Extensions delegation={view} base="/support/requests" />
            <QuestionCard key={openQuestions(view)[0]?.id} delegation={view} answer={answer} />
            {view.warnings.map((warning) => (
              <Alert key={warning} tone="warning" title={warning} />
            ))}
            <Asked delegation={view} />
            <Required delegation={view} />
          </div>
          <div className="grid min-w-0 gap-6">
            <Card title="Where it stands">
              <Timeline delegation={view} />
            </Card>
            <Signatures delegation={view} />
          </div>
        </div>
      </div>
    </>
  );
}
