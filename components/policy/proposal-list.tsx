import { EmptyState } from '#components/ui/empty-state.tsx';
import { Link } from '#components/ui/link.tsx';
import { Cell, HeadCell, Row, Table } from '#components/ui/table.tsx';
import { Time } from '#components/ui/time.tsx';
import { ProposalStatus } from './proposal-status.tsx';
import type { ProposalRow } from './view.ts';

/** What was proposed and what became of it, newest first. */
export function ProposalList({ proposals }: { proposals: ProposalRow[] }) {
  if (proposals.length === 0)
    return (
      <EmptyState title="Nobody has proposed a change">
        One person proposes a version, and a second one activates it.
      </EmptyState>
    );
  return (
    <Table caption="Proposals">
      <thead>
        <tr>
          <HeadCell>Why</HeadCell>
          <HeadCell>State</HeadCell>
          <HeadCell>Proposed by</HeadCell>
          <HeadCell>When</HeadCell>
          <HeadCell>Decided by</HeadCell>
        </tr>
      </thead>
      <tbody>
        {proposals.map((proposal) => (
          <Row key={proposal.id}>
            <Cell className="min-w-48">
              <Link
                href={`/admin/policies/proposals/${proposal.id}`}
                className="line-clamp-2 font-medium text-accent-ink underline underline-offset-4"
              >
                {proposal.reason}
              </Link>
            </Cell>
            <Cell>
              <ProposalStatus status={proposal.status} />
            </Cell>
            <Cell>{proposal.proposedBy.name}</Cell>
            <Cell>
              <Time value={proposal.createdAt} />
            </Cell>
            <Cell className="text-muted">{proposal.decidedBy ?? 'nobody'}</Cell>
          </Row>
        ))}
      </tbody>
    </Table>
  );
}
