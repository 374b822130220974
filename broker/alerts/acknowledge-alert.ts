import { write } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { notFound, Refusal } from '../errors.ts';
import { findPerson } from '../identity/find-person.ts';
import type { Principal } from '../identity/principal.ts';
import type { Alert } from './alert.ts';
import { acknowledge, findAlert } from './store.ts';

const tooLate = () => new Refusal('already_acknowledged', 'Somebody has acknowledged this already.');

/** "I have seen it, and I am looking into it." Never said by the one whom it is about. */
export async function acknowledgeAlert(
  context: Context,
  { principal, id }: { principal: Principal; id: string },
): Promise<Alert> {
  const { person } = principal;
  if (principal.domain !== 'admin' || !person)
    throw new Refusal('wrong_domain', 'Only admins whose person is known may acknowledge alerts.', {
      status: 403,
    });
  const alert = await findAlert(context.reader, id);
  if (!alert) throw notFound();
  if (alert.state.status !== 'open') throw tooLate();
  const actor = alert.actorId && (await findPerson(context.reader, alert.actorId));
  if (actor && actor.person === person)
    throw new Refusal('own_alert', 'This is about what you did; somebody else has to look at it.', {
      status: 403,
    });
  await context.record({
    writes: [
      write(acknowledge(alert.id, principal.id, context.clock.sql), { rows: 1, otherwise: tooLate() }),
    ],
    entries: [
      {
        type: 'alert.acknowledged',
        actor: principal.id,
        target: alert.id,
        ...(alert.delegationId ? { delegation: alert.delegationId } : {}),
        ...(alert.sessionId ? { session: alert.sessionId } : {}),
        facts: { kind: alert.kind },
      },
    ],
  });
  const acknowledgedAt = context.clock.now();
  return { ...alert, state: { status: 'acknowledged', acknowledgedAt, acknowledgedBy: principal.id } };
}
