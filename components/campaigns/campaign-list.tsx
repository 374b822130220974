import { ListChecks } from 'lucide-react';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Link } from '#components/ui/link.tsx';
import { Cell, HeadCell, Row, Table } from '#components/ui/table.tsx';
import { Time } from '#components/ui/time.tsx';
import { type CampaignView, kindText } from './view.ts';

/** Reviews of what stands, newest first; none is ever deleted. */
export function CampaignList({ campaigns }: { campaigns: CampaignView[] }) {
  if (campaigns.length === 0)
    return (
      <EmptyState icon={ListChecks} title="Nothing that stands was reviewed yet">
        A review asks the owners of clients, groups and risks whether each should stay.
      </EmptyState>
    );
  return (
    <Table caption="Reviews of what stands">
      <thead>
        <tr>
          <HeadCell>Review</HeadCell>
          <HeadCell>Answered</HeadCell>
          <HeadCell>Opened</HeadCell>
          <HeadCell>Due</HeadCell>
        </tr>
      </thead>
      <tbody>
        {campaigns.map(({ id, title, kinds, items = 0, answered = 0, openedBy, openedAt, dueAt }) => (
          <Row key={id}>
            <Cell className="min-w-56">
              <Link
                href={`/admin/reviews/campaigns/${id}`}
                className="font-medium text-ink underline underline-offset-4"
              >
                {title}
              </Link>
              <span className="block text-muted">{kinds.map((kind) => kindText[kind]).join(', ')}</span>
            </Cell>
            <Cell className="tabular-nums">
              {answered} of {items}
            </Cell>
            <Cell>
              <Time value={openedAt} /> <span className="text-muted">by {openedBy}</span>
            </Cell>
            <Cell>
              <Time value={dueAt} />
            </Cell>
          </Row>
        ))}
      </tbody>
    </Table>
  );
}
