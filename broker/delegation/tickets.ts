import { and, eq, isNotNull, isNull, type SQL, sql } from 'drizzle-orm';
import { type Write, write } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { insertInto } from '../db/build.ts';
import { Refusal } from '../errors.ts';
import { type DelegationSession, purposeOf } from './details.ts';
import { changedMeanwhile } from './retry-lost-races.ts';
import { tickets } from './tables.ts';

const closed = (ref: string) => and(eq(tickets.ref, ref), isNotNull(tickets.closedAt));

export async function isClosed(context: Context, ref: string): Promise<boolean> {
  return (await context.reader.$count(tickets, closed(ref))) > 0;
}

/** In words, before anything is written; `holdTicket` and `ticketOpen` hold the same in the write. */
export async function refuseClosedTicket(
  context: Context,
  details: readonly DelegationSession[],
): Promise<void> {
  const { ref } = purposeOf(details);
  if (!(await isClosed(context, ref))) return;
  throw new Refusal(
    'ticket_closed',
    `Ticket ${ref} is closed, and access ends with its ticket. Have it reopened, or name the ticket that this is for now.`,
    { extra: { ref } },
  );
}

/** Under the conditional write of a grant: nothing is granted for a ticket that is closed. */
export function ticketOpen(details: readonly DelegationSession[]): SQL {
  return sql`not exists (select 1 from ${tickets} where ${closed(purposeOf(details).ref)})`;
}

/**
 * Taken by whoever files for a ticket, until they have filed: a closing waits and then ends what they filed, or it came
 * first and nothing is filed.
 */
export function holdTicket(details: readonly DelegationSession[]): Write {
  const { ref } = purposeOf(details);
  return write(
    insertInto(tickets)
      .values({ ref })
      .onConflictDoUpdate({ target: tickets.ref, set: { ref }, setWhere: isNull(tickets.closedAt) }),
    { rows: 1, otherwise: changedMeanwhile() },
  );
}
