import { and } from 'drizzle-orm';
import type { Entry } from '../audit/event.ts';
import { write } from '../audit/record.ts';
import type { Context } from '../context.ts';
import type { Alongside, Consequences } from '../delegation/alongside.ts';
import { changedMeanwhile } from '../delegation/retry-lost-races.ts';
import type { Ender, SessionEnding } from './lifecycle.ts';
import type { Session } from './session.ts';
import { notEnded, ofDelegation, selectSessions } from './store.ts';
import { closeSessions } from './writes.ts';

export const actorOf = (by: Ender): Pick<Entry, 'actor'> => ('id' in by ? { actor: by.id } : {});

export function endedEntry(session: Session, { endedBy, reason }: SessionEnding): Entry {
  return {
    type: 'session.ended',
    ...actorOf(endedBy),
    subject: session.subjectId,
    delegation: session.delegation.id,
    session: session.id,
    policyVersion: session.policyVersion,
    facts: { by: endedBy.kind, calls: session.used.calls },
    detail: { reason },
  };
}

/** The row and its entry; whoever ended it first has written both, and the race is lost. */
export function closing(session: Session, ending: SessionEnding): Consequences {
  const { endedAt, endedBy, reason } = ending;
  return {
    writes: [
      write(closeSessions([session.id], endedAt, endedBy, reason), {
        rows: 1,
        otherwise: changedMeanwhile(),
      }),
    ],
    entries: [endedEntry(session, ending)],
  };
}

/** Whatever ends a delegation ends what stands on it, in the same write. */
export const closeSessionsOf: Alongside = async (context: Context, delegation, ending) => {
  const where = and(ofDelegation(delegation.id), notEnded);
  const live = await selectSessions(context.reader, where, context.clock.now());
  const closed = live.map((session) => {
    const { state } = session;
    const lapsed = state.status === 'ended' && state.endedAt < ending.endedAt;
    return closing(session, lapsed ? state : ending);
  });
  return {
    writes: closed.flatMap(({ writes }) => writes),
    entries: closed.flatMap(({ entries }) => entries),
  };
};
