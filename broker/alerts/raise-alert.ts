import { type Write, write } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { newId } from '../ids.ts';
import { type Alert, type AlertKind, alertKinds } from './alert.ts';
import { insertAlert } from './store.ts';

type Concerning = Pick<Alert, 'actorId' | 'subjectId' | 'delegationId' | 'sessionId' | 'target'>;

/** An alert as a value: it stands or falls with the entry of what it is about. */
export function raisingAlert(
  { clock }: Pick<Context, 'clock'>,
  kind: AlertKind,
  concerning: Concerning,
): Write {
  const now = clock.now();
  const alert: Alert = {
    id: newId('alr', now.getTime()),
    kind,
    severity: alertKinds[kind],
    ...concerning,
    raisedAt: now,
    state: { status: 'open' },
  };
  return write(insertAlert(alert), { rows: 1, otherwise: new Error(`${alert.id} was not inserted.`) });
}
