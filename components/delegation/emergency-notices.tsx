import type { FormAction } from '#components/form/form-state.ts';
import { Alert } from '#components/ui/alert.tsx';
import { Code } from '#components/ui/code.tsx';
import { Link } from '#components/ui/link.tsx';
import { Time } from '#components/ui/time.tsx';
import { StopButton } from './stop-button.tsx';
import type { Stopped } from './stopped.ts';
import type { DelegationView } from './view.ts';

interface Props {
  rows: DelegationView[];
  stop: FormAction;
  onStopped: (stopped: Stopped) => void;
}

/** At the top of the customer's pages: who may come in, or came in, without their yes; why; and the way to stop it. */
export function EmergencyNotices({ rows, stop, onStopped }: Props) {
  if (rows.length === 0) return null;
  return (
    <section aria-label="Emergencies" className="grid gap-3">
      {rows.map((row) => (
        <Alert
          key={row.id}
          tone="emergency"
          title={titleOf(row)}
          actions={
            row.status === 'granted' ? (
              <StopButton
                id={row.id}
                name={row.actor.name}
                stop={stop}
                now={row.inUse}
                onStopped={onStopped}
              />
            ) : undefined
          }
        >
          <p>
            <strong className="font-semibold">{row.actor.name}</strong> declared an emergency
            {row.grantedAt && (
              <>
                {' '}
                <Time value={row.grantedAt} />
              </>
            )}
            {signers(row)}, without asking you first. Ticket <Code>{row.purpose.ref}</Code>:{' '}
            <q>{row.justification}</q>
          </p>
          <p className="mt-1">
            Only looking is possible, for ten minutes at most. Two people who had no part in it review it
            afterwards.{' '}
            <Link href={`/account/consents/${row.id}`} className="font-medium underline underline-offset-4">
              Everything about it
            </Link>
          </p>
        </Alert>
      ))}
    </section>
  );
}

function titleOf({ status, inUse, expiresAt }: DelegationView): string {
  if (inUse) return 'Support has opened your account in an emergency';
  if (status === 'granted') return 'Support may open your account in an emergency';
  return expiresAt === undefined
    ? 'Support could have opened your account in an emergency'
    : 'Support opened your account in an emergency';
}

function signers({ reviews }: DelegationView): string {
  const approved = reviews.filter(({ decision }) => decision === 'approve').map(({ by }) => by.name);
  return approved.length === 0 ? '' : ` and ${approved.join(', ')} approved it`;
}
