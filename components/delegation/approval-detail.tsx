'use client';

import type { FormAction } from '#components/form/form-state.ts';
import { useLiveView } from '#components/live/use-live-view.ts';
import { Alert } from '#components/ui/alert.tsx';
import { Card } from '#components/ui/card.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { Asked } from './asked.tsx';
import { EmergencyBadge } from './emergency-badge.tsx';
import { Extensions } from './extensions.tsx';
import { Required } from './required.tsx';
import { ReviewForm } from './review-form.tsx';
import { RevokeForm } from './revoke-form.tsx';
import { SignInAgain } from './sign-in-again.tsx';
import { Signatures } from './signatures.tsx';
import { type Signer, waitsFor } from './signer.ts';
import { StartBy } from './start-by.tsx';
import { explainStatus } from './status.ts';
import { StatusLine } from './status-line.tsx';
import { Timeline } from './timeline.tsx';
import type { DelegationView } from './view.ts';

interface Props {
  url: string;
  drawn: DelegationView;
  signer: Signer;
  mayRevoke: boolean;
  prepare: FormAction;
  sign: FormAction;
  revoke: FormAction;
}

/** One request as an approver sees it: everything that is signed for, then the decision. */
export function ApprovalDetail({ url, drawn, signer, mayRevoke, prepare, sign, revoke }: Props) {
  const { view, failed } = useLiveView(url, drawn);
  const mine = waitsFor(signer, view);
  return (
    <>
      <PageHeader
        title={view.purpose.title}
        description={`${view.actor.name} ${view.status === 'pending' ? 'asks' : 'asked'} to act for ${view.subject.name}`}
        status={view.emergency && <EmergencyBadge />}
        back={{ href: '/admin/approvals', label: 'Approvals' }}
      />
      <div className="grid gap-6">
        {failed !== undefined && (
          <Alert tone="warning" title="This page may be out of date">
            {failed}
          </Alert>
        )}
        <StatusLine status={view.status} explanation={explainStatus(view)}>
          <StartBy delegation={view} />
        </StatusLine>
        <div className="grid gap-6 lg:grid-cols-[minmax(0,1fr)_20rem] lg:items-start">
          <div className="grid min-w-0 gap-6">
            <Extensions delegation={view} base="/admin/approvals" />
            {view.warnings.map((warning) => (
              <Alert key={warning} tone="warning" title={warning} />
            ))}
            <Asked delegation={view} />
            {mine && <ReviewForm key={view.revision} delegation={view} prepare={prepare} sign={sign} />}
            {view.status === 'pending' && (
              <SignInAgain signer={signer} next={`/admin/approvals/${view.id}`} />
            )}
            {view.status === 'pending' && !mine && !signer.mustSignInAgain && (
              <Alert title="Not yours to sign">
                {signer.mayApprove
                  ? 'It waits for somebody else, or you have signed already.'
                  : 'Your role reads requests; it does not sign them.'}
              </Alert>
            )}
            {view.status === 'granted' && mayRevoke && <RevokeForm id={view.id} revoke={revoke} />}
          </div>
          <div className="grid min-w-0 gap-6">
            <Card title="Where it stands">
              <Timeline delegation={view} />
            </Card>
            <Required delegation={view} />
            <Signatures delegation={view} />
          </div>
        </div>
      </div>
    </>
  );
}
