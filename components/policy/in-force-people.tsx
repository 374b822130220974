import { Code } from '#components/ui/code.tsx';
import { Cell, HeadCell, Row, Table } from '#components/ui/table.tsx';
import { Lines, Part } from './in-force-part.tsx';
import type { PolicyInForce } from './view.ts';
import type { Fact, PolicyWords } from './words.ts';

export function Flows({ flows }: Pick<PolicyInForce, 'flows'>) {
  return (
    <Part
      id="flows"
      title="Who signs"
      description="Stages in order; no person counts twice."
      empty={flows.length === 0 && 'There is no flow: nothing is signed.'}
    >
      <dl className="grid gap-4 text-sm">
        {flows.map(({ name, stages }) => (
          <div key={name} className="grid gap-1">
            <dt className="font-medium text-ink">{name}</dt>
            <dd>
              <ol className="list-decimal pl-5 text-muted [overflow-wrap:anywhere]">
                {stages.map((stage) => (
                  <li key={stage}>{stage}</li>
                ))}
              </ol>
            </dd>
          </div>
        ))}
      </dl>
    </Part>
  );
}

export function Facts({
  id,
  title,
  description,
  facts,
}: {
  id: string;
  title: string;
  description: string;
  facts: Fact[];
}) {
  return (
    <Part
      id={id}
      title={title}
      description={description}
      empty={facts.length === 0 && 'This version says nothing of it.'}
    >
      <dl className="grid gap-3 text-sm sm:grid-cols-[minmax(0,14rem)_minmax(0,1fr)]">
        {facts.map(({ name, lines }) => (
          <div key={name} className="grid gap-0.5 sm:contents">
            <dt className="font-medium text-ink">{name}</dt>
            <dd className="text-muted [overflow-wrap:anywhere]">
              {lines.map((line) => (
                <p key={line}>{line}</p>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Part>
  );
}

export function Roles({ roles }: Pick<PolicyWords, 'roles'>) {
  if (roles.length === 0)
    return (
      <Part id="roles" title="Groups and roles" empty="No group has a role: nobody can do anything.">
        {null}
      </Part>
    );
  return (
    <div id="roles" className="scroll-mt-6">
      <Table caption="Groups and roles" captionVisible>
        <thead>
          <tr>
            <HeadCell>Group</HeadCell>
            <HeadCell>Door</HeadCell>
            <HeadCell>Its people</HeadCell>
            <HeadCell>Role</HeadCell>
          </tr>
        </thead>
        <tbody>
          {roles.map(({ door, group, roles: given, words }) => (
            <Row key={`${door} ${group}`}>
              <Cell className="min-w-40">
                <Code>{group}</Code>
              </Cell>
              <Cell className="text-muted">{door}</Cell>
              <Cell className="min-w-48">{words}</Cell>
              <Cell className="min-w-32">
                <Code>{given.join(', ')}</Code>
              </Cell>
            </Row>
          ))}
        </tbody>
      </Table>
    </div>
  );
}

export function Limits({ limits }: Pick<PolicyWords, 'limits'>) {
  return (
    <Part id="limits" title="Limits" empty={limits.length === 0 && 'This version says nothing of it.'}>
      <div className="text-sm text-ink">
        <Lines lines={limits} />
      </div>
    </Part>
  );
}

export function Assurance({ levels }: { levels: string[] }) {
  return (
    <Part
      id="levels"
      title="Strengths of sign-in"
      description="The weakest first."
      empty={levels.length === 0 && 'None are told apart.'}
    >
      <ol className="grid list-decimal gap-1 pl-5 text-sm">
        {levels.map((level) => (
          <li key={level}>
            <Code>{level}</Code>
          </li>
        ))}
      </ol>
    </Part>
  );
}

export function Issuers({ issuers }: Pick<PolicyWords, 'issuers'>) {
  return (
    <Part
      id="issuers"
      title="Trusted issuers"
      description="Who says who somebody is, per door. It comes from the configuration and never with a draft."
      empty={issuers.length === 0 && 'This version says nothing of it.'}
    >
      <dl className="grid gap-3 text-sm sm:grid-cols-[max-content_minmax(0,1fr)] sm:gap-x-6">
        {issuers.map(({ door, issuer }) => (
          <div key={door} className="grid gap-0.5 sm:contents">
            <dt className="text-muted">{door}</dt>
            <dd className="min-w-0">
              <Code>{issuer}</Code>
            </dd>
          </div>
        ))}
      </dl>
    </Part>
  );
}
