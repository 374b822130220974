import { Card } from '#components/ui/card.tsx';
import { Code } from '#components/ui/code.tsx';
import { KeyValues } from '#components/ui/key-values.tsx';
import { plural } from './duration.ts';
import { spellGroup } from './status.ts';
import type { DelegationView, StageView } from './view.ts';

/** What policy asked for, and how much of it is there. */
export function Required({ delegation }: { delegation: DelegationView }) {
  const { approvals, consent, stepUp } = delegation;
  return (
    <Card title="What policy asked for">
      <KeyValues
        items={[
          {
            key: 'Approvals',
            value:
              approvals.length === 0 ? (
                'None'
              ) : (
                <ol className="grid gap-1">
                  {approvals.map((stage) => (
                    <li key={`${stage.flow} ${stage.stage} ${stage.from.join()}`}>{sayStage(stage)}</li>
                  ))}
                </ol>
              ),
          },
          {
            key: 'Consent',
            value: !consent.needed ? 'Not needed' : consent.given ? 'Given' : 'Needed, not given',
          },
          ...(stepUp ? [{ key: 'Sign-in', value: <Code>{stepUp}</Code> }] : []),
          { key: 'Policy version', value: <Code>{delegation.policyVersion}</Code> },
          { key: 'Hash of what is signed', value: <Code>{delegation.detailsHash}</Code> },
        ]}
      />
    </Card>
  );
}

function sayStage(stage: StageView): string {
  const from = stage.from.map(spellGroup).join(' or ');
  return `${plural(stage.needed, 'signature')} from ${from}: ${stage.given} given`;
}
