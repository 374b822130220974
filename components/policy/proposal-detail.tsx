import type { FormAction } from '#components/form/form-state.ts';
import { Alert } from '#components/ui/alert.tsx';
import { Card } from '#components/ui/card.tsx';
import { Code } from '#components/ui/code.tsx';
import { KeyValues } from '#components/ui/key-values.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { Time } from '#components/ui/time.tsx';
import { ActivationForm } from './activation-form.tsx';
import { Changes } from './changes.tsx';
import { ProposalStatus } from './proposal-status.tsx';
import { ReplayCard, type ReplayProps } from './replay-card.tsx';
import type { ProposalView } from './view.ts';
import { WithdrawProposal } from './withdraw-proposal.tsx';

interface Props {
  proposal: ProposalView;
  /** The one who reads. */
  reader: { id: string; mayActivate: boolean };
  replay: ReplayProps;
  start: FormAction;
  prepare: FormAction;
  sign: FormAction;
  withdraw: FormAction;
}

export function ProposalDetail(props: Props) {
  const { proposal, reader, replay, start, prepare, sign, withdraw } = props;
  const isOpen = proposal.status === 'open';
  const isOwn = proposal.proposedBy.id === reader.id;
  return (
    <>
      <PageHeader
        title="Proposed policy"
        description={proposal.reason}
        status={<ProposalStatus status={proposal.status} />}
        back={{ href: '/admin/policies', label: 'Policies' }}
      />
      <div className="grid gap-6 lg:grid-cols-[minmax(0,1fr)_20rem] lg:items-start">
        <div className="grid min-w-0 gap-6">
          {isOpen && proposal.moved && (
            <Alert tone="warning" title="Another version came into force since">
              It was proposed against an older one and cannot be activated. Propose it anew.
            </Alert>
          )}
          <Changes changes={proposal.changes} />
          <ReplayCard proposal={proposal.id} {...replay} start={isOpen ? start : undefined} />
          {isOpen && isOwn && (
            <Alert
              title="It waits for another policy owner"
              actions={<WithdrawProposal id={proposal.id} withdraw={withdraw} />}
            >
              Who proposes a version does not activate it.
            </Alert>
          )}
          {isOpen && !isOwn && reader.mayActivate && (
            <ActivationForm proposal={proposal} replay={replay} prepare={prepare} sign={sign} />
          )}
        </div>
        <div className="grid min-w-0 gap-6">
          <Card title="Where it stands">
            <KeyValues
              stacked
              items={[
                { key: 'Version', value: <Code>{proposal.version}</Code> },
                {
                  key: 'Proposed',
                  value: (
                    <>
                      {proposal.proposedBy.name}, <Time value={proposal.createdAt} />
                    </>
                  ),
                },
                ...(proposal.decidedBy === undefined || proposal.decidedAt === undefined
                  ? []
                  : [
                      {
                        key: 'Decided',
                        value: (
                          <>
                            {proposal.decidedBy}, <Time value={proposal.decidedAt} />
                          </>
                        ),
                      },
                    ]),
                ...(proposal.comment === undefined ? [] : [{ key: 'Comment', value: proposal.comment }]),
              ]}
            />
          </Card>
          <OwnTests tests={proposal.tests} />
        </div>
      </div>
    </>
  );
}

function OwnTests({ tests }: Pick<ProposalView, 'tests'>) {
  if (tests.length === 0)
    return (
      <Card title="Its own tests">
        <p className="text-sm text-warning-ink">
          It came without any: nothing says what it is meant to allow and to deny.
        </p>
      </Card>
    );
  return (
    <Card title="Its own tests" description={`${tests.length} sentences, all of them true.`}>
      <details className="text-sm">
        <summary className="cursor-pointer text-muted">Read them</summary>
        <ul className="mt-2 list-disc pl-5 text-ink">
          {tests.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      </details>
    </Card>
  );
}
