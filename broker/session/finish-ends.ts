import { and, asc, isNotNull, isNull, lte, sql } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { blocks, tickets } from '../delegation/tables.ts';
import { Refusal } from '../errors.ts';
import { endBlocked } from './block-actor.ts';
import { endOnTicket } from './close-ticket.ts';
import type { EndedCounts } from './end-every.ts';

const AT_ONCE = 100;
/** Whoever said it is ending it themselves, and tells how much. */
const LEFT_TO_THEM_SECONDS = 5;

/** One that is decided by somebody else over and over keeps none of the others open. */
async function ended(ending: Promise<EndedCounts>): Promise<number> {
  try {
    return (await ending).delegations;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return 0;
  }
}

/**
 * A ticket was closed or an agent blocked, that is on record, and the broker stopped before everything that was open had
 * ended. Another one, or the same one again, ends the rest; nobody has to say it a second time.
 */
export async function finishEnds(context: Context): Promise<number> {
  const { reader, clock } = context;
  const long = sql`${clock.sql} - make_interval(secs => ${LEFT_TO_THEM_SECONDS})`;
  const [closed, blocked] = await Promise.all([
    reader
      .select({ ref: tickets.ref, closedAt: tickets.closedAt })
      .from(tickets)
      .where(and(isNotNull(tickets.closedAt), isNull(tickets.settledAt), lte(tickets.closedAt, long)))
      .orderBy(asc(tickets.closedAt))
      .limit(AT_ONCE),
    reader
      .select()
      .from(blocks)
      .where(and(isNull(blocks.settledAt), lte(blocks.blockedAt, long)))
      .orderBy(asc(blocks.blockedAt))
      .limit(AT_ONCE),
  ]);
  let written = 0;
  for (const { ref, closedAt } of closed)
    if (closedAt) written += await ended(endOnTicket(context, ref, closedAt));
  for (const block of blocked) written += await ended(endBlocked(context, block));
  return written;
}
