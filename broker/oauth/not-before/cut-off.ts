import { and, inArray, isNull } from 'drizzle-orm';
import type { Entry } from '../../audit/event.ts';
import { type Write, write } from '../../audit/record.ts';
import type { Context } from '../../context.ts';
import { update } from '../../db/build.ts';
import type { EndedBy } from '../../delegation/lifecycle.ts';
import { retryLostRaces } from '../../delegation/retry-lost-races.ts';
import type { Level } from '../../identity/level.ts';
import { cut } from '../../identity/not-before.ts';
import { endEvery } from '../../session/end-every.ts';
import { endingGrants } from '../../session/end-grants.ts';
import { signIns } from '../sign-in/tables.ts';
import type { Reached } from './concerned.ts';

export interface Cutting {
  level: Level;
  reached: Reached;
  by: EndedBy;
  reason: string;
  /** What is cut off for, in the same write. */
  writes?: readonly Write[];
  entries: readonly Entry[];
}

export interface Ended {
  delegations: number;
  sessions: number;
  signIns: number;
}

/**
 * Moves a not-before to now and ends in the same write what stands on it. More than fits into one write counts nowhere
 * from then on either, and is written down before the answer.
 */
export async function cutOffNow(context: Context, cutting: Cutting): Promise<Ended> {
  const { level, reached, by, reason, writes = [], entries } = cutting;
  const concerned = {
    where: reached.grants,
    statuses: reached.pending ? (['pending', 'granted'] as const) : (['granted'] as const),
  };
  const ending = { by, reason };
  const first = await retryLostRaces(async () => {
    const grants = await endingGrants(context, concerned, ending);
    const signedIn = await endingSignIns(context, reached, by);
    await context.record({
      writes: [...writes, cut(level, reached.id, context.clock.sql), ...signedIn.writes, ...grants.writes],
      entries: [...entries, ...signedIn.entries, ...grants.entries],
    });
    return { grants, signIns: signedIn.entries.length };
  });
  const total = {
    delegations: first.grants.delegations,
    sessions: first.grants.sessions,
    signIns: first.signIns,
  };
  const { after } = first.grants;
  if (after !== undefined) {
    const rest = await endEvery(context, { ...concerned, before: after }, ending);
    total.delegations += rest.delegations;
    total.sessions += rest.sessions;
  }
  return total;
}

/** The rows too, so that whoever renews one at the same moment comes before this write or after it. */
async function endingSignIns(
  context: Context,
  { signIns: where }: Reached,
  by: EndedBy,
): Promise<{ writes: Write[]; entries: Entry[] }> {
  if (where === undefined) return { writes: [], entries: [] };
  const found = await context.reader
    .select({ id: signIns.id, peopleId: signIns.peopleId })
    .from(signIns)
    .where(and(where, isNull(signIns.endedAt)));
  if (found.length === 0) return { writes: [], entries: [] };
  const endedBy = by.kind === 'admin' ? 'admin' : 'signal';
  const ids = found.map(({ id }) => id);
  return {
    writes: [
      write(
        update(signIns)
          .set({ endedAt: context.clock.sql, endedBy })
          .where(and(inArray(signIns.id, ids), isNull(signIns.endedAt))),
        { rows: 'any', otherwise: new Error('The sign-ins cannot be ended.') },
      ),
    ],
    entries: found.map(({ id }) => ({
      type: 'sign_in.ended',
      ...('id' in by ? { actor: by.id } : {}),
      target: id,
      facts: { by: endedBy },
    })),
  };
}
