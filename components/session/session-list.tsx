import { Countdown } from '#components/delegation/countdown.tsx';
import { EmergencyBadge } from '#components/delegation/emergency-badge.tsx';
import type { FormAction } from '#components/form/form-state.ts';
import { Badge } from '#components/ui/badge.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Cell, HeadCell, Row, Table } from '#components/ui/table.tsx';
import { Time } from '#components/ui/time.tsx';
import { EndButton } from './end-button.tsx';
import { explainEnd, type SessionView } from './view.ts';

const titlesOf = ({ actions }: SessionView): string => actions.map(({ title }) => title).join(', ');

/** Who is in where, and who was. */
export function SessionList({ sessions, end }: { sessions: SessionView[]; end: FormAction }) {
  if (sessions.length === 0)
    return (
      <EmptyState title="Nobody has been in yet">When an agent goes in, you see it here at once.</EmptyState>
    );
  return (
    <Table caption="Sessions">
      <thead>
        <tr>
          <HeadCell>Agent</HeadCell>
          <HeadCell>As</HeadCell>
          <HeadCell>State</HeadCell>
          <HeadCell>Started</HeadCell>
          <HeadCell>May do</HeadCell>
          <HeadCell>
            <span className="sr-only">End</span>
          </HeadCell>
        </tr>
      </thead>
      <tbody>
        {sessions.map((session) => (
          <Row key={session.sid} data-session={session.sid}>
            <Cell>
              <span className="grid justify-items-start gap-1">
                {session.actor.name}
                {session.emergency && <EmergencyBadge />}
              </span>
            </Cell>
            <Cell>{session.subject.name}</Cell>
            <Cell>
              {session.status === 'live' ? (
                <span className="grid justify-items-start gap-1">
                  <Badge tone={session.level === 'write' ? 'danger' : 'warning'} dot>
                    {session.level === 'write' ? 'in, may change' : 'in, reads'}
                  </Badge>
                  <span className="text-xs text-muted">
                    <Countdown until={session.expiresAt} /> left
                  </span>
                </span>
              ) : (
                <span className="text-muted">{explainEnd(session, 'their agent')}</span>
              )}
            </Cell>
            <Cell>
              <Time value={session.startedAt} />
            </Cell>
            <Cell className="min-w-48 text-muted">
              <span className="line-clamp-2" title={titlesOf(session)}>
                {titlesOf(session)}
              </span>
            </Cell>
            <Cell>{session.status === 'live' && <EndButton sid={session.sid} end={end} />}</Cell>
          </Row>
        ))}
      </tbody>
    </Table>
  );
}
