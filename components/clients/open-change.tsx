import type { FormAction } from '#components/form/form-state.ts';
import { Alert } from '#components/ui/alert.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Card } from '#components/ui/card.tsx';
import { Code } from '#components/ui/code.tsx';
import { Time } from '#components/ui/time.tsx';
import { changeWords } from './change-words.ts';
import { DecisionForm } from './decision-form.tsx';
import type { ChangeView } from './view.ts';
import { WithdrawChange } from './withdraw-change.tsx';

interface Props {
  change: ChangeView;
  /** The one who reads. */
  reader: string;
  prepare: FormAction;
  sign: FormAction;
  withdraw: FormAction;
}

/** A change that waits: what it does in words, and what the reader can do about it. */
export function OpenChange({ change, reader, prepare, sign, withdraw }: Props) {
  const words = changeWords(change.before, change.after);
  const wider = words.filter(({ widens }) => widens).length;
  return (
    <Card
      title="Proposed change"
      description={
        <>
          {change.proposedBy.name} proposed it <Time value={change.createdAt} />; it waits until{' '}
          <Time value={change.expiresAt} show="exact" />.
        </>
      }
      actions={
        <Badge tone={wider > 0 ? 'danger' : 'success'}>
          {wider > 0 ? `${wider} may let more in` : 'nothing becomes wider'}
        </Badge>
      }
    >
      <div className="grid gap-5">
        <p className="text-ink [overflow-wrap:anywhere]">{change.reason}</p>
        <ul className="grid gap-2 text-sm">
          {words.map(({ text, exact, widens }) => (
            <li
              key={`${text} ${exact.join(' ')}`}
              className={
                widens
                  ? 'rounded-control border border-danger-line bg-danger-soft px-3 py-2 text-danger-ink'
                  : 'rounded-control border border-line px-3 py-2 text-ink'
              }
            >
              {text}
              {exact.map((one) => (
                <span key={one}>
                  {' '}
                  <Code>{one}</Code>
                </span>
              ))}
            </li>
          ))}
        </ul>
        {change.endsAccess && (
          <Alert tone="warning" title="What stands on this client ends">
            Its tokens, its live sessions and the delegations it was granted are over once this is accepted.
          </Alert>
        )}
        {change.stale && (
          <Alert tone="warning" title="The client has changed since">
            This was proposed for what the client was before and cannot be accepted. Propose it anew.
          </Alert>
        )}
        {change.proposedBy.id === reader ? (
          <Alert
            title="It waits for somebody else who looks after clients"
            actions={<WithdrawChange id={change.id} withdraw={withdraw} />}
          >
            Who proposes a change does not accept it.
          </Alert>
        ) : (
          <DecisionForm change={change} prepare={prepare} sign={sign} />
        )}
      </div>
    </Card>
  );
}
