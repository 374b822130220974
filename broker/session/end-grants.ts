import { and, inArray, type SQL } from 'drizzle-orm';
import { write } from '../audit/record.ts';
import type { Context } from '../context.ts';
import type { Consequences } from '../delegation/alongside.ts';
import type { Delegation } from '../delegation/delegation.ts';
import { type EndedBy, next, type State } from '../delegation/lifecycle.ts';
import { changedMeanwhile } from '../delegation/retry-lost-races.ts';
import { pageOfDelegations } from '../delegation/store.ts';
import { moveDelegation } from '../delegation/writes.ts';
import { actorOf, closing } from './closing.ts';
import type { Session } from './session.ts';
import { notEnded, selectSessions } from './store.ts';
import { sessions } from './tables.ts';

const BATCH = 500;

export interface EndedGrants extends Consequences {
  delegations: number;
  sessions: number;
  /** There may be more than fit into one write: where to go on, whatever could not be ended. */
  after: string | undefined;
}

export interface Concerned {
  where: SQL | undefined;
  statuses: readonly ('pending' | 'granted')[];
  before?: string | undefined;
}

/** Delegations that are stopped before their time, and the sessions that live on them, as values: one write. */
export async function endingGrants(
  context: Context,
  { where, statuses, before }: Concerned,
  { by, reason }: { by: EndedBy; reason: string },
): Promise<EndedGrants> {
  const now = context.clock.now();
  const page = { statuses, before, limit: BATCH };
  const found = await pageOfDelegations(context.reader, where, page, now);
  const on = inArray(
    sessions.delegationId,
    found.map(({ id }) => id),
  );
  const live =
    found.length === 0 ? [] : await selectSessions(context.reader, and(notEnded, on), now, found.length);
  const ended = found.flatMap((delegation) => {
    const state = next(delegation.state, { type: 'revoked', by, reason }, delegation.clocks, now);
    // Whatever has lapsed gets its entry as everything does whose time is up.
    return state ? [stopped(context, delegation, state, live)] : [];
  });
  return {
    writes: ended.flatMap(({ writes }) => writes),
    entries: ended.flatMap(({ entries }) => entries),
    delegations: ended.length,
    sessions: ended.reduce((sum, one) => sum + one.sessions, 0),
    after: found.length === BATCH ? found.at(-1)?.id : undefined,
  };
}

function stopped(
  context: Context,
  delegation: Delegation,
  state: State,
  live: readonly Session[],
): Consequences & { sessions: number } {
  if (!('endedAt' in state)) throw new Error(`Stopping ${delegation.id} left it ${state.status}.`);
  const closed = live
    .filter((session) => session.delegation.id === delegation.id)
    .map((session) => closing(session, session.state.status === 'ended' ? session.state : state));
  return {
    writes: [
      ...closed.flatMap(({ writes }) => writes),
      write(moveDelegation(delegation, { state }, context), {
        rows: 1,
        otherwise: changedMeanwhile(),
      }),
    ],
    entries: [
      ...closed.flatMap(({ entries }) => entries),
      {
        type: state.status === 'revoked' ? 'delegation.revoked' : 'delegation.denied',
        ...actorOf(state.endedBy),
        subject: delegation.subjectId,
        delegation: delegation.id,
        policyVersion: delegation.policyVersion,
        facts: { by: state.endedBy.kind },
        detail: { reason: state.reason },
      },
    ],
    sessions: closed.length,
  };
}
