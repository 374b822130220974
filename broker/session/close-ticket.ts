import { and, eq, isNotNull, sql } from 'drizzle-orm';
import { write } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { insertInto, update } from '../db/build.ts';
import { changedMeanwhile, retryLostRaces } from '../delegation/retry-lost-races.ts';
import { delegations, tickets } from '../delegation/tables.ts';
import { isClosed } from '../delegation/tickets.ts';
import { Refusal } from '../errors.ts';
import type { Principal } from '../identity/principal.ts';
import { endingGrants } from './end-grants.ts';

export interface TicketClosed {
  delegationsEnded: number;
  sessionsEnded: number;
}

function refuseUnlessDesk({ domain }: Principal): void {
  if (domain !== 'service')
    throw new Refusal('wrong_domain', 'Only the help desk closes and reopens tickets here.', { status: 403 });
}

async function endNext(context: Context, ref: string) {
  const where = sql`exists (select 1 from jsonb_array_elements(${delegations.requested}) item
    where item->'purpose'->>'ref' = ${ref})`;
  const ending = { by: { kind: 'signal' }, reason: `Ticket ${ref} was closed.` } as const;
  const found = await endingGrants(context, { where, statuses: ['pending', 'granted'] }, ending);
  const { writes, entries, delegations: ended, sessions, more } = found;
  if (entries.length > 0) await context.record({ writes, entries });
  return { ended, sessions, more };
}

/**
 * The help desk says that a ticket is closed. First that, so that nothing more is filed or granted for it; then whatever was
 * asked or granted for it ends. Said twice, it ends nothing more.
 */
export async function closeTicket(
  context: Context,
  { principal, ref }: { principal: Principal; ref: string },
): Promise<TicketClosed> {
  refuseUnlessDesk(principal);
  const row = { closedAt: context.clock.now(), closedById: principal.id };
  const marks = insertInto(tickets)
    .values({ ref, ...row })
    .onConflictDoUpdate({ target: tickets.ref, set: row });
  await context.record({
    writes: [write(marks, { rows: 1, otherwise: changedMeanwhile() })],
    entries: [{ type: 'ticket.closed', actor: principal.id, detail: { ref } }],
  });
  const closed: TicketClosed = { delegationsEnded: 0, sessionsEnded: 0 };
  for (let more = true; more; ) {
    const next = await retryLostRaces(() => endNext(context, ref));
    closed.delegationsEnded += next.ended;
    closed.sessionsEnded += next.sessions;
    more = next.more;
  }
  return closed;
}

/** It may be asked for again; what has ended stays ended. */
export async function reopenTicket(
  context: Context,
  { principal, ref }: { principal: Principal; ref: string },
): Promise<void> {
  refuseUnlessDesk(principal);
  await retryLostRaces(async () => {
    if (!(await isClosed(context, ref))) return;
    const opens = update(tickets)
      .set({ closedAt: null, closedById: null })
      .where(and(eq(tickets.ref, ref), isNotNull(tickets.closedAt)));
    await context.record({
      writes: [write(opens, { rows: 1, otherwise: changedMeanwhile() })],
      entries: [{ type: 'ticket.reopened', actor: principal.id, detail: { ref } }],
    });
  });
}
