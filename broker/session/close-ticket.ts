import { and, eq, isNotNull, sql } from 'drizzle-orm';
import { write } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { insertInto, update } from '../db/build.ts';
import { changedMeanwhile, retryLostRaces } from '../delegation/retry-lost-races.ts';
import { delegations, tickets } from '../delegation/tables.ts';
import { Refusal } from '../errors.ts';
import type { Principal } from '../identity/principal.ts';
import { type EndedCounts, endEvery } from './end-every.ts';

export interface TicketClosed {
  delegationsEnded: number;
  sessionsEnded: number;
}

function refuseUnlessDesk({ domain }: Principal): void {
  if (domain !== 'service')
    throw new Refusal('wrong_domain', 'Only the help desk closes and reopens tickets here.', { status: 403 });
}

/** Everything that is open for a closed ticket ends, and the ticket says so. */
export async function endOnTicket(context: Context, ref: string, closedAt: Date): Promise<EndedCounts> {
  const where = sql`exists (select 1 from jsonb_array_elements(${delegations.requested}) item
    where item->'purpose'->>'ref' = ${ref})`;
  const ending = { by: { kind: 'signal' }, reason: `Ticket ${ref} was closed.` } as const;
  const ended = await endEvery(context, { where, statuses: ['pending', 'granted'] }, ending);
  const settled = update(tickets)
    .set({ settledAt: context.clock.sql })
    .where(and(eq(tickets.ref, ref), eq(tickets.closedAt, closedAt)));
  await context.burn(settled);
  return ended;
}

/**
 * The help desk says that a ticket is closed. First that, so that nothing more is filed or granted for it; then whatever was
 * asked or granted for it ends. Said twice, it ends nothing more. What is left when a broker stops midway is ended by the
 * sweep.
 */
export async function closeTicket(
  context: Context,
  { principal, ref }: { principal: Principal; ref: string },
): Promise<TicketClosed> {
  refuseUnlessDesk(principal);
  const closedAt = context.clock.now();
  const row = { closedAt, closedById: principal.id, settledAt: null };
  const marks = insertInto(tickets)
    .values({ ref, ...row })
    .onConflictDoUpdate({ target: tickets.ref, set: row });
  await context.record({
    writes: [write(marks, { rows: 1, otherwise: changedMeanwhile() })],
    entries: [{ type: 'ticket.closed', actor: principal.id, detail: { ref } }],
  });
  const { delegations: delegationsEnded, sessions: sessionsEnded } = await endOnTicket(
    context,
    ref,
    closedAt,
  );
  return { delegationsEnded, sessionsEnded };
}

/** It may be asked for again; what has ended stays ended. */
export async function reopenTicket(
  context: Context,
  { principal, ref }: { principal: Principal; ref: string },
): Promise<void> {
  refuseUnlessDesk(principal);
  await retryLostRaces(async () => {
    const [closed] = await context.reader.select().from(tickets).where(eq(tickets.ref, ref));
    if (!closed?.closedAt) return;
    // What it was closed for comes first: reopened, it would look as if that had been asked for anew.
    if (!closed.settledAt) await endOnTicket(context, ref, closed.closedAt);
    const opens = update(tickets)
      .set({ closedAt: null, closedById: null, settledAt: null })
      .where(and(eq(tickets.ref, ref), eq(tickets.closedAt, closed.closedAt), isNotNull(tickets.settledAt)));
    await context.record({
      writes: [write(opens, { rows: 1, otherwise: changedMeanwhile() })],
      entries: [{ type: 'ticket.reopened', actor: principal.id, detail: { ref } }],
    });
  });
}
