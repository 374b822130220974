import type { Entry } from '../audit/event.ts';
import { write } from '../audit/record.ts';
import type { Context } from '../context.ts';
import type { Consequences } from '../delegation/alongside.ts';
import type { Delegation } from '../delegation/delegation.ts';
import { next } from '../delegation/lifecycle.ts';
import { changedMeanwhile } from '../delegation/retry-lost-races.ts';
import { moveDelegation } from '../delegation/writes.ts';
import { actorOf, closing } from './closing.ts';
import { type Ender, revokesGrant, type SessionEnding } from './lifecycle.ts';
import type { Session } from './session.ts';

export function revokedEntry(
  { id, subjectId, policyVersion }: Delegation,
  { endedBy: by, reason }: SessionEnding,
): Entry {
  return {
    type: 'delegation.revoked',
    ...actorOf(by),
    subject: subjectId,
    delegation: id,
    policyVersion,
    facts: { by: by.kind },
    detail: { reason },
  };
}

/** What becomes of the delegation when its session ends this way. */
function grantWith(context: Context, session: Session, ending: SessionEnding): Consequences {
  const { delegation } = session;
  const { endedBy: by, endedAt, reason } = ending;
  // One that has ended needs no other end, and one whose time is used up gets its entry as every other does.
  if (by.kind === 'idle' || !revokesGrant(by) || delegation.state.status !== 'granted')
    return { writes: [], entries: [] };
  const event = { type: 'revoked', by, ...(reason === undefined ? {} : { reason }) } as const;
  const state = next(delegation.state, event, delegation.clocks, endedAt);
  const otherwise = changedMeanwhile();
  if (!state) throw otherwise;
  return {
    writes: [write(moveDelegation(delegation, { state }, context), { rows: 1, otherwise })],
    entries: [revokedEntry(delegation, ending)],
  };
}

/** The session's end and what follows from it, as values: one write, whoever ends it. */
export function stopping(context: Context, session: Session, ending: SessionEnding): Consequences {
  const grant = grantWith(context, session, ending);
  const closed = closing(session, ending);
  return { writes: [...grant.writes, ...closed.writes], entries: [...closed.entries, ...grant.entries] };
}

/** Ends a session that was read as live. */
export async function stopSession(
  context: Context,
  session: Session,
  by: Ender,
  reason?: string,
): Promise<Session> {
  const ending: SessionEnding = {
    endedAt: context.clock.now(),
    endedBy: by,
    ...(reason === undefined ? {} : { reason }),
  };
  await context.record(stopping(context, session, ending));
  return { ...session, state: { status: 'ended', ...ending } };
}
