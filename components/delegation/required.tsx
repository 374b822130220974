import type { ReactNode } from 'react';
import { Card } from '#components/ui/card.tsx';
import { Code } from '#components/ui/code.tsx';
import { Time } from '#components/ui/time.tsx';
import { plural } from './duration.ts';
import { EligibleList } from './eligible-list.tsx';
import { spellGroup } from './status.ts';
import type { DelegationView, StageView } from './view.ts';

/** What policy asked for, and how much of it is there. */
export function Required({ delegation }: { delegation: DelegationView }) {
  const { approvals, consent, stepUp } = delegation;
  return (
    <Card title="What policy asked for">
      <dl className="grid gap-4 text-sm">
        <Fact name="Approvals">
          {approvals.length === 0 ? (
            'None'
          ) : (
            <ol className="grid gap-1">
              {approvals.map((stage) => (
                <li key={`${stage.flow} ${stage.stage} ${stage.from.join()}`}>
                  {sayStage(stage)}
                  {stage.since && (
                    <p className="text-muted">
                      waiting since <Time value={stage.since} />
                      {stage.escalated && `; escalated to ${spellGroup(stage.escalatesTo ?? '')}`}
                    </p>
                  )}
                  <EligibleList stage={stage} />
                </li>
              ))}
            </ol>
          )}
        </Fact>
        <Fact name="Consent">{sayConsent(consent)}</Fact>
        {stepUp && (
          <Fact name="Sign-in">
            <Code>{stepUp}</Code>
          </Fact>
        )}
        <Fact name="Policy version">
          <Code>{delegation.policyVersion}</Code>
        </Fact>
        <Fact name="Hash of what is signed">
          <Code>{delegation.detailsHash}</Code>
        </Fact>
      </dl>
    </Card>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="grid gap-0.5">
      <dt className="text-muted">{name}</dt>
      <dd className="min-w-0 text-ink">{children}</dd>
    </div>
  );
}

function sayConsent({ needed, given, offered, at }: DelegationView['consent']): ReactNode {
  if (offered)
    return (
      <>
        Covered by the customer’s offer
        {at && (
          <>
            {' '}
            of <Time value={at} show="exact" />
          </>
        )}
        : not asked for again
      </>
    );
  if (!needed) return 'Not needed';
  return given ? 'Given' : 'Needed, not given';
}

function sayStage(stage: StageView): string {
  const from = stage.from.map(spellGroup).join(' or ');
  return `${plural(stage.needed, 'signature')} from ${from}: ${stage.given} given`;
}
