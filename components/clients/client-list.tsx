import { Badge } from '#components/ui/badge.tsx';
import { Code } from '#components/ui/code.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Link } from '#components/ui/link.tsx';
import { Cell, HeadCell, Row, Table } from '#components/ui/table.tsx';
import { Time } from '#components/ui/time.tsx';
import { type ClientView, keptText, kindText, methodText } from './view.ts';

export function ClientList({ clients }: { clients: ClientView[] }) {
  if (clients.length === 0)
    return (
      <EmptyState title="No client is registered">
        Doors and backends come from the registry file, services also from people, here.
      </EmptyState>
    );
  return (
    <Table caption="Clients">
      <thead>
        <tr>
          <HeadCell>Name</HeadCell>
          <HeadCell>Kind, kept</HeadCell>
          <HeadCell>State</HeadCell>
          <HeadCell>Answers for it</HeadCell>
          <HeadCell>Proves itself</HeadCell>
          <HeadCell>May</HeadCell>
          <HeadCell>Last used</HeadCell>
        </tr>
      </thead>
      <tbody>
        {clients.map((client) => (
          <Row key={client.id}>
            <Cell className="min-w-48 max-w-80">
              <Link
                href={`/admin/clients/${client.id}`}
                className="font-medium text-accent-ink underline underline-offset-4 [overflow-wrap:anywhere]"
              >
                {client.name}
              </Link>
              <p className="mt-1">
                <Code>{client.id}</Code>
              </p>
            </Cell>
            <Cell className="whitespace-nowrap">
              {kindText(client)}
              <span className="block text-muted">{keptText[client.keptBy]}</span>
            </Cell>
            <Cell>
              <ClientState enabled={client.enabled} />
            </Cell>
            <Cell className="min-w-36">
              <Owner client={client} />
            </Cell>
            <Cell className="whitespace-nowrap text-muted">{methodText[client.proof.method]}</Cell>
            <Cell className="min-w-48">
              <Scopes scopes={client.scopes} />
            </Cell>
            <Cell className="whitespace-nowrap">
              {client.lastUsedAt === undefined ? (
                <span className="text-muted">not yet</span>
              ) : (
                <Time value={client.lastUsedAt} />
              )}
            </Cell>
          </Row>
        ))}
      </tbody>
    </Table>
  );
}

export function ClientState({ enabled }: Pick<ClientView, 'enabled'>) {
  return (
    <Badge tone={enabled ? 'success' : 'danger'} dot>
      {enabled ? 'let in' : 'shut out'}
    </Badge>
  );
}

export function Owner({ client }: { client: Pick<ClientView, 'owner' | 'ownerIsKnown'> }) {
  return (
    <span className="[overflow-wrap:anywhere]">
      {client.owner.name}
      {!client.ownerIsKnown && <span className="block text-danger-ink">is nobody who may come in</span>}
    </span>
  );
}

function Scopes({ scopes }: { scopes: string[] }) {
  const [first, second, ...more] = scopes;
  if (first === undefined) return <span className="text-muted">nothing</span>;
  return (
    <span className="flex flex-wrap gap-1">
      <Code>{first}</Code>
      {second !== undefined && <Code>{second}</Code>}
      {more.length > 0 && <span className="text-muted">and {more.length} more</span>}
    </span>
  );
}
