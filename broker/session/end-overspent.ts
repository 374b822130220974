import type { Context } from '../context.ts';
import { retryLostRaces } from '../delegation/retry-lost-races.ts';
import type { Session } from './session.ts';
import { stopSession } from './stop-session.ts';
import { findSession } from './store.ts';

const times = (count: number): string => (count === 1 ? 'once' : `${count} times`);

/** In words for whoever was in the session, or is its subject; undefined while it keeps within what was approved. */
export function overspent({ budget, used }: Pick<Session, 'budget' | 'used'>): string | undefined {
  if (budget.calls !== undefined && used.calls > budget.calls)
    return `More was asked of the systems than was approved: ${times(budget.calls)}.`;
  if (budget.resources !== undefined && used.resources.length > budget.resources)
    return `More different things were looked at than was approved: ${budget.resources}.`;
  if (budget.denials !== undefined && used.denials > budget.denials)
    return `It was turned away more often than was approved: ${times(budget.denials)}.`;
  if (budget.reveals !== undefined && used.reveals > budget.reveals)
    return `More hidden fields were asked for than was approved: ${budget.reveals}.`;
  return undefined;
}

/** What would be used if this were let through. */
function withAttempt({ used }: Session, { identifier, reveals }: Attempt): Session['used'] {
  if (reveals !== undefined) return { ...used, reveals: used.reveals + reveals };
  const resources = identifier === undefined ? used.resources : [...new Set([...used.resources, identifier])];
  return { ...used, calls: used.calls + 1, resources };
}

export interface Attempt {
  readonly identifier?: string | undefined;
  /** Masked fields that are to be shown; no call of a backend. */
  readonly reveals?: number;
}

/**
 * Ends a live session at once when more was used, or is being tried, than was approved; its delegation with it, so
 * that going in again gives no second budget. An attempt that was refused counts: whoever goes on asking is stopped.
 */
export async function endOverspent(context: Context, sid: string, attempt?: Attempt): Promise<void> {
  await retryLostRaces(async () => {
    const session = await findSession(context.reader, sid, context.clock.now());
    if (session?.state.status !== 'live') return;
    const used = attempt ? withAttempt(session, attempt) : session.used;
    const reason = overspent({ budget: session.budget, used });
    if (reason !== undefined) await stopSession(context, session, { kind: 'detection' }, reason);
  });
}
