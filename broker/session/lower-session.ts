import { write } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { changedMeanwhile, retryLostRaces } from '../delegation/retry-lost-races.ts';
import { Refusal } from '../errors.ts';
import type { Principal } from '../identity/principal.ts';
import { refuseUnlessLive, refuseUnlessOwn } from './raise-session.ts';
import type { Session } from './session.ts';
import { readSession } from './visible.ts';
import { setLevel } from './writes.ts';

/** Back to looking only. Needs no reason. */
export async function lowerSession(
  context: Context,
  { principal, sid }: { principal: Principal; sid: string },
): Promise<Session> {
  refuseUnlessOwn(principal);
  return retryLostRaces(async () => {
    const session = await readSession(context, { principal, sid });
    refuseUnlessLive(session);
    if (session.level === 'read') throw new Refusal('already_lowered', 'This session only looks already.');
    await context.record({
      writes: [
        write(setLevel(session, 'read', context), {
          rows: 1,
          otherwise: changedMeanwhile(),
        }),
      ],
      entries: [
        {
          type: 'session.lowered',
          actor: session.actorId,
          subject: session.subjectId,
          delegation: session.delegation.id,
          session: session.id,
          policyVersion: session.policyVersion,
          facts: { level: 'read' },
        },
      ],
    });
    return { ...session, level: 'read', lastUsedAt: context.clock.now() };
  });
}
