import { raisingAlert } from '../alerts/raise-alert.ts';
import type { Context } from '../context.ts';
import type { Consequences } from '../delegation/alongside.ts';
import type { Session } from './session.ts';

/** Loud at once: every going in on an emergency has an entry and an alert of its own, in the same write. */
export function openedInEmergency(context: Context, session: Session): Consequences {
  const { delegation } = session;
  if (!delegation.emergency) return { writes: [], entries: [] };
  const concerned = {
    actorId: session.actorId,
    subjectId: session.subjectId,
    delegationId: delegation.id,
    sessionId: session.id,
  };
  return {
    writes: [raisingAlert(context, 'emergency_opened', concerned)],
    entries: [
      {
        type: 'emergency.opened',
        actor: session.actorId,
        subject: session.subjectId,
        delegation: delegation.id,
        session: session.id,
        policyVersion: session.policyVersion,
        hashes: { details: delegation.detailsHash },
        facts: { expires_at: session.expiresAt.toISOString() },
      },
    ],
  };
}
