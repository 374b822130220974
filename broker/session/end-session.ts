import type { Context } from '../context.ts';
import { retryLostRaces } from '../delegation/retry-lost-races.ts';
import { Refusal } from '../errors.ts';
import type { Principal } from '../identity/principal.ts';
import { signableText } from '../signing/signable-text.ts';
import type { Ender } from './lifecycle.ts';
import type { Session } from './session.ts';
import { stopSession } from './stop-session.ts';
import { readSession } from './visible.ts';

function enderOf({ domain, id }: Principal): Ender {
  return { kind: domain === 'admin' || domain === 'customer' ? domain : 'agent', id };
}

/**
 * Its own agent or service leaves, and may go in again; the customer or an admin stops it, and the delegation with
 * it. A stop waits for nothing and needs no reason.
 */
export async function endSession(
  context: Context,
  { principal, sid, reason }: { principal: Principal; sid: string; reason?: string },
): Promise<Session> {
  const why = reason === undefined ? undefined : signableText(reason, 'reason', { min: 1, max: 500 });
  return retryLostRaces(async () => {
    const session = await readSession(context, { principal, sid });
    if (session.state.status === 'ended') throw new Refusal('already_ended', 'This session is over already.');
    return stopSession(context, session, enderOf(principal), why);
  });
}
