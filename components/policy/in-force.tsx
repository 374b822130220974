import { RiskBadge } from '#components/delegation/risk-badge.tsx';
import { Card } from '#components/ui/card.tsx';
import { Code } from '#components/ui/code.tsx';
import { KeyValues } from '#components/ui/key-values.tsx';
import { Link } from '#components/ui/link.tsx';
import { Cell, HeadCell, Row, Table } from '#components/ui/table.tsx';
import { Time } from '#components/ui/time.tsx';
import { type PolicyInForce, shortVersion } from './view.ts';

/** What every decision is made by now, in words first and word for word at the end. */
export function InForce({ policy }: { policy: PolicyInForce }) {
  return (
    <div className="grid gap-6">
      <Card title="In force">
        <KeyValues
          items={[
            { key: 'Version', value: <Code>{policy.version}</Code> },
            { key: 'Since', value: <Time value={policy.activatedAt} show="exact" /> },
            { key: 'Epoch', value: String(policy.epoch) },
            { key: 'Signed by', value: signedBy(policy) },
          ]}
        />
      </Card>
      <Card title="Who signs" description="Stages in order; no person counts twice.">
        <dl className="grid gap-4 text-sm">
          {policy.flows.map(({ name, stages }) => (
            <div key={name} className="grid gap-1">
              <dt className="font-medium text-ink">{name}</dt>
              <dd>
                <ol className="list-decimal pl-5 text-muted">
                  {stages.map((stage) => (
                    <li key={stage}>{stage}</li>
                  ))}
                </ol>
              </dd>
            </div>
          ))}
        </dl>
      </Card>
      <Table caption="Actions and their risk" captionVisible>
        <thead>
          <tr>
            <HeadCell>Action</HeadCell>
            <HeadCell>Risk</HeadCell>
            <HeadCell>Id</HeadCell>
          </tr>
        </thead>
        <tbody>
          {policy.actions.map(({ id, title, risk }) => (
            <Row key={id}>
              <Cell className="min-w-40">{title}</Cell>
              <Cell>
                <RiskBadge risk={risk} />
              </Cell>
              <Cell>
                <Code>{id}</Code>
              </Cell>
            </Row>
          ))}
        </tbody>
      </Table>
      <Card title="Word for word" description={`The files of version ${shortVersion(policy.version)}.`}>
        <div className="grid gap-2">
          {policy.files.map(({ path, text }) => (
            <details key={path} className="rounded-control border border-line">
              <summary className="cursor-pointer px-3 py-2 font-mono text-sm text-ink [overflow-wrap:anywhere]">
                {path}
              </summary>
              <pre className="max-h-96 overflow-auto border-t border-line bg-sunken p-3 font-mono text-xs whitespace-pre-wrap text-ink [overflow-wrap:anywhere]">
                {text}
              </pre>
            </details>
          ))}
        </div>
      </Card>
    </div>
  );
}

function signedBy({ proposedBy, activatedBy, proposal }: PolicyInForce) {
  if (proposal === undefined) return 'The first start: it came with the installation.';
  return (
    <Link
      href={`/admin/policies/proposals/${proposal}`}
      className="text-accent-ink underline underline-offset-4"
    >
      {`${proposedBy} proposed it, ${activatedBy} activated it`}
    </Link>
  );
}
