import { Badge } from '#components/ui/badge.tsx';
import { Link } from '#components/ui/link.tsx';
import { Cell, HeadCell, Row, Table } from '#components/ui/table.tsx';
import { Time } from '#components/ui/time.tsx';
import { type DecisionRow, stageWords } from './decision.ts';

/** What policy has said, newest first; each row leads to why. */
export function DecisionTable({ decisions }: { decisions: DecisionRow[] }) {
  return (
    <Table caption="Decisions">
      <thead>
        <tr>
          <HeadCell>What</HeadCell>
          <HeadCell>Said</HeadCell>
          <HeadCell>Who</HeadCell>
          <HeadCell>About</HeadCell>
          <HeadCell>When it was</HeadCell>
          <HeadCell>Time</HeadCell>
        </tr>
      </thead>
      <tbody>
        {decisions.map(({ id, at, stage, allowed, actor, subject, what, why }) => (
          <Row key={id}>
            <Cell className="min-w-56">
              <Link
                href={`/admin/policies/decisions/${id}`}
                className="line-clamp-2 font-medium text-accent-ink underline underline-offset-4 [overflow-wrap:anywhere]"
              >
                {what || id}
              </Link>
              <p className="mt-1 line-clamp-2 text-xs leading-5 text-muted">{why}</p>
            </Cell>
            <Cell>
              <Badge tone={allowed ? 'success' : 'danger'} dot>
                {allowed ? 'allowed' : 'denied'}
              </Badge>
            </Cell>
            <Cell>
              <Short text={actor} />
            </Cell>
            <Cell>
              <Short text={subject} />
            </Cell>
            <Cell className="text-muted">{stageWords[stage]}</Cell>
            <Cell>
              <Time value={at} className="whitespace-nowrap" />
            </Cell>
          </Row>
        ))}
      </tbody>
    </Table>
  );
}

function Short({ text }: { text: string }) {
  return (
    <span title={text} className="block max-w-40 truncate">
      {text}
    </span>
  );
}
