import { Link } from '#components/ui/link.tsx';
import { Cell, HeadCell, Row, Table } from '#components/ui/table.tsx';
import { Time } from '#components/ui/time.tsx';
import { ChangeStatus } from './change-status.tsx';
import type { ChangeRow } from './view.ts';

interface Props {
  caption: string;
  changes: ChangeRow[];
  /** Not where all of them are of the client whose page it is. */
  withClient?: boolean;
}

/** What was proposed and what became of it, newest first. */
export function ChangeList({ caption, changes, withClient = false }: Props) {
  return (
    <Table caption={caption} captionVisible>
      <thead>
        <tr>
          {withClient && <HeadCell>Client</HeadCell>}
          <HeadCell>Why</HeadCell>
          <HeadCell>State</HeadCell>
          <HeadCell>Proposed by</HeadCell>
          <HeadCell>When</HeadCell>
          <HeadCell>{withClient ? 'Until' : 'Decided by'}</HeadCell>
        </tr>
      </thead>
      <tbody>
        {changes.map((change) => (
          <Row key={change.id}>
            {withClient && (
              <Cell className="min-w-40 max-w-80">
                <Link
                  href={`/admin/clients/${change.client.id}`}
                  className="font-medium text-accent-ink underline underline-offset-4 [overflow-wrap:anywhere]"
                >
                  {change.client.name}
                </Link>
              </Cell>
            )}
            <Cell className="min-w-48 max-w-96">
              <span className="line-clamp-3 [overflow-wrap:anywhere]">{change.reason}</span>
              {change.comment !== undefined && change.comment !== '' && (
                <span className="mt-1 block text-muted [overflow-wrap:anywhere]">{change.comment}</span>
              )}
            </Cell>
            <Cell>
              <ChangeStatus status={change.status} />
            </Cell>
            <Cell>{change.proposedBy.name}</Cell>
            <Cell className="whitespace-nowrap">
              <Time value={change.createdAt} />
            </Cell>
            <Cell className="text-muted">
              {withClient ? <Time value={change.expiresAt} /> : (change.decidedBy ?? 'nobody')}
            </Cell>
          </Row>
        ))}
      </tbody>
    </Table>
  );
}
