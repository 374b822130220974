import { Alert } from '#components/ui/alert.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Card } from '#components/ui/card.tsx';
import { Code } from '#components/ui/code.tsx';
import { KeyValues } from '#components/ui/key-values.tsx';
import { Link } from '#components/ui/link.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { Time } from '#components/ui/time.tsx';
import { type DecisionView, stageWords } from './decision.ts';
import { Facts } from './in-force-people.tsx';
import { SaidCard } from './said-card.tsx';

/** One past decision: what was decided by what, on which facts, and what would be decided today. */
export function DecisionDetail({ decision }: { decision: DecisionView }) {
  const { said, today, delegation, session } = decision;
  return (
    <>
      <PageHeader
        title="A past decision"
        description={decision.summary}
        status={
          <Badge tone={said.allowed ? 'success' : 'danger'} dot>
            {said.allowed ? 'allowed' : 'denied'}
          </Badge>
        }
        back={{ href: '/admin/policies/decisions', label: 'Past decisions' }}
      />
      <div className="grid gap-6 lg:grid-cols-[minmax(0,1fr)_20rem] lg:items-start">
        <div className="grid min-w-0 gap-6">
          <SaidCard title="What decided" said={said} />
          <Today today={today} version={said.version} />
          <Facts
            id="facts"
            title="What went in"
            description="Everything policy was given, computed by the broker. Nobody’s name, and nothing that anybody wrote."
            facts={decision.facts}
          />
          <Card title="Word for word" description="The question as it is on record.">
            <details>
              <summary className="cursor-pointer text-sm text-muted">Show it</summary>
              <pre className="mt-3 max-h-96 overflow-auto rounded-control bg-sunken p-3 font-mono text-xs whitespace-pre-wrap text-ink [overflow-wrap:anywhere]">
                {decision.question}
              </pre>
            </details>
          </Card>
        </div>
        <Card title="Where it stands">
          <KeyValues
            stacked
            items={[
              { key: 'Who', value: <Named {...decision.actor} /> },
              { key: 'About', value: <Named {...decision.subject} /> },
              { key: 'When it was', value: stageWords[decision.stage] },
              { key: 'Time', value: <Time value={decision.at} show="exact" /> },
              ...(delegation
                ? [
                    {
                      key: 'Delegation',
                      value: (
                        <Link
                          href={`/admin/policies/decisions?delegation=${delegation}`}
                          className="text-accent-ink underline underline-offset-4"
                        >
                          <Code>{delegation}</Code>
                        </Link>
                      ),
                    },
                  ]
                : []),
              ...(session ? [{ key: 'Session', value: <Code>{session}</Code> }] : []),
              { key: 'Policy version then', value: <Code>{said.version}</Code> },
              { key: 'Hash of the question, as in the log', value: <Code>{decision.questionHash}</Code> },
            ]}
          />
        </Card>
      </div>
    </>
  );
}

const effects: Record<DecisionView['today']['effect'], string> = {
  nothing: 'The version in force says the same today',
  gains: 'The version in force would let more through today',
  loses: 'The version in force would deny it today',
  'needs more': 'The version in force would ask for more today',
};

function Today({ today, version }: { today: DecisionView['today']; version: string }) {
  if (today.effect === 'nothing')
    return (
      <Alert title={effects.nothing}>
        {today.version === version
          ? 'It is still the same version.'
          : 'It is another version, and comes to the same answer.'}
      </Alert>
    );
  return (
    <div className="grid gap-4">
      <Alert tone="warning" title={effects[today.effect]}>
        <ul>
          {today.why.map((why) => (
            <li key={why}>{why}</li>
          ))}
        </ul>
      </Alert>
      <SaidCard title="What would decide today" said={today} />
    </div>
  );
}

function Named({ id, name }: { id: string; name: string }) {
  return (
    <span className="grid justify-items-start gap-1 [overflow-wrap:anywhere]">
      {name} <Code>{id}</Code>
    </span>
  );
}
