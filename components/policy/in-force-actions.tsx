import { RiskBadge } from '#components/delegation/risk-badge.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Code } from '#components/ui/code.tsx';
import { Cell, HeadCell, Row, Table } from '#components/ui/table.tsx';
import { Lines, Part } from './in-force-part.tsx';
import type { PolicyInForce, Risk } from './view.ts';
import type { PolicyWords } from './words.ts';

export function Rules({ rules }: Pick<PolicyWords, 'rules'>) {
  return (
    <Part
      id="rules"
      title="What is permitted and forbidden"
      description="What no rule permits is denied, and a prohibition is stronger than any permission. The broker’s own guard rails stand above all of it and belong to no version."
      empty={rules.length === 0 && 'Nothing: this version permits nothing.'}
    >
      <ul className="grid gap-4 text-sm">
        {rules.map(({ id, effect, reason, asks }) => (
          <li key={id} className="grid gap-1.5 border-b border-line pb-4 last:border-b-0 last:pb-0">
            <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
              <Badge tone={effect === 'permit' ? 'success' : 'danger'}>
                {effect === 'permit' ? 'permits' : 'forbids'}
              </Badge>
              <Code>{id}</Code>
            </p>
            <p className="text-ink [overflow-wrap:anywhere]">{reason}</p>
            {asks.length > 0 && (
              <div className="text-muted">
                <p>It asks for:</p>
                <Lines lines={asks} />
              </div>
            )}
          </li>
        ))}
      </ul>
    </Part>
  );
}

export function Actions({ actions }: Pick<PolicyInForce, 'actions'>) {
  return (
    <div id="actions" className="scroll-mt-6">
      <Table caption="Actions and their risk" captionVisible>
        <thead>
          <tr>
            <HeadCell>Action</HeadCell>
            <HeadCell>Risk</HeadCell>
            <HeadCell>Id</HeadCell>
          </tr>
        </thead>
        <tbody>
          {actions.map(({ id, title, risk }) => (
            <Row key={id}>
              <Cell className="min-w-40">{title}</Cell>
              <Cell>
                <RiskBadge risk={risk} />
              </Cell>
              <Cell className="min-w-60">
                <Code>{id}</Code>
              </Cell>
            </Row>
          ))}
        </tbody>
      </Table>
    </div>
  );
}

export function Intents({ intents }: Pick<PolicyWords, 'intents'>) {
  return (
    <Part
      id="intents"
      title="Purposes"
      description="What an agent may say a request is about, and the actions that are offered for it."
      empty={intents.length === 0 && 'None: nothing can be asked for.'}
    >
      <dl className="grid gap-4 text-sm">
        {intents.map(({ id, title, description, actions, longest }) => (
          <div key={id} className="grid gap-1">
            <dt className="font-medium text-ink">{title}</dt>
            <dd className="grid gap-1 text-muted [overflow-wrap:anywhere]">
              <p>{description}</p>
              <p>
                {actions.join(', ')}; {longest} at most.
              </p>
            </dd>
          </div>
        ))}
      </dl>
    </Part>
  );
}

const isRisk = (risk: string): risk is Risk => ['read', 'write', 'sensitive', 'never'].includes(risk);

export function Risks({ risks }: Pick<PolicyWords, 'risks'>) {
  return (
    <Part
      id="risks"
      title="What a risk asks"
      description="Added to what the permission asks for, whichever it is."
      empty={risks.length === 0 && 'Nothing by itself: only the permissions ask.'}
    >
      <ul className="grid gap-4 text-sm">
        {risks.map(({ risk, of, asks }) => (
          <li key={`${risk} ${of}`} className="grid gap-1.5">
            <p className="flex flex-wrap items-center gap-2">
              {isRisk(risk) ? <RiskBadge risk={risk} /> : <Code>{risk}</Code>}
              <span className="text-ink">{of}</span>
            </p>
            <div className="text-muted">
              <Lines lines={asks} />
            </div>
          </li>
        ))}
      </ul>
    </Part>
  );
}

export function Marks({ marks }: Pick<PolicyWords, 'marks'>) {
  return (
    <Part
      id="marks"
      title="Marks of customers"
      description="A mark that is not listed refuses."
      empty={marks.length === 0 && 'None.'}
    >
      <ul className="grid gap-2 text-sm">
        {marks.map(({ id, title, isRefused }) => (
          <li key={id} className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <span className="text-ink">{title}</span>
            <Code>{id}</Code>
            <Badge tone={isRefused ? 'danger' : 'neutral'}>
              {isRefused ? 'nobody gets in' : 'the rules decide'}
            </Badge>
          </li>
        ))}
      </ul>
    </Part>
  );
}
