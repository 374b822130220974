import { sql } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { retryLostRaces } from '../delegation/retry-lost-races.ts';
import { delegations } from '../delegation/tables.ts';
import { Refusal } from '../errors.ts';
import type { Principal } from '../identity/principal.ts';
import { endingGrants } from './end-grants.ts';

export interface TicketClosed {
  delegationsEnded: number;
  sessionsEnded: number;
}

async function endNext(context: Context, principal: Principal, ref: string, first: boolean) {
  const where = sql`exists (select 1 from jsonb_array_elements(${delegations.requested}) item
    where item->'purpose'->>'ref' = ${ref})`;
  const ending = { by: { kind: 'signal' }, reason: `Ticket ${ref} was closed.` } as const;
  const found = await endingGrants(context, { where, statuses: ['pending', 'granted'] }, ending);
  const { writes, entries, delegations: ended, sessions, more } = found;
  const closed = {
    type: 'ticket.closed',
    actor: principal.id,
    facts: { delegations: ended, sessions },
    detail: { ref },
  };
  if (first || entries.length > 0) await context.record({ writes, entries: [...entries, closed] });
  return { ended, sessions, more };
}

/** The help desk says that a ticket is closed: whatever was asked or granted for it ends. Said twice, it ends nothing more. */
export async function closeTicket(
  context: Context,
  { principal, ref }: { principal: Principal; ref: string },
): Promise<TicketClosed> {
  if (principal.domain !== 'service')
    throw new Refusal('wrong_domain', 'Only the help desk closes tickets here.', { status: 403 });
  const closed: TicketClosed = { delegationsEnded: 0, sessionsEnded: 0 };
  for (let more = true, first = true; more; first = false) {
    const next = await retryLostRaces(() => endNext(context, principal, ref, first));
    closed.delegationsEnded += next.ended;
    closed.sessionsEnded += next.sessions;
    more = next.more;
  }
  return closed;
}
