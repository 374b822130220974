import { and, desc, eq, isNull, lte, or, type SQL } from 'drizzle-orm';
import { write } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { deleteFrom, insertInto, update } from '../db/build.ts';
import { takeTurn } from '../delegation/blocks.ts';
import { changedMeanwhile } from '../delegation/retry-lost-races.ts';
import { blocks, delegations } from '../delegation/tables.ts';
import { notFound, Refusal } from '../errors.ts';
import { findPerson } from '../identity/find-person.ts';
import type { Principal } from '../identity/principal.ts';
import { type EndedCounts, endEvery } from './end-every.ts';

export interface Blocked {
  delegationsEnded: number;
  sessionsEnded: number;
}

function refuseUnlessCustomer({ domain }: Principal): void {
  if (domain !== 'customer')
    throw new Refusal('wrong_domain', 'Only customers block who asks them.', { status: 403 });
}

/** What the actor, or the human being behind it, has open for this customer; emergencies are held by no block. */
function openWith(customerId: string, actorId: string, person: string | undefined): SQL | undefined {
  const behind = person === undefined ? undefined : eq(delegations.behindPerson, person);
  return and(
    eq(delegations.subjectId, customerId),
    eq(delegations.emergency, false),
    or(eq(delegations.actorId, actorId), behind),
  );
}

type Block = Pick<typeof blocks.$inferSelect, 'customerId' | 'actorId' | 'personId' | 'blockedAt'>;

/** Everything that a blocked agent has open with the customer ends, and the block says so. */
export async function endBlocked(context: Context, block: Block): Promise<EndedCounts> {
  const { customerId, actorId, personId, blockedAt } = block;
  const where = openWith(customerId, actorId, personId ?? undefined);
  const ending = {
    by: { kind: 'customer', id: customerId },
    reason: 'The customer wants nothing more from this agent.',
  } as const;
  const ended = await endEvery(context, { where, statuses: ['pending', 'granted'] }, ending);
  const which = and(eq(blocks.customerId, customerId), eq(blocks.actorId, actorId));
  const settled = update(blocks)
    .set({ settledAt: context.clock.sql })
    .where(and(which, lte(blocks.blockedAt, blockedAt), isNull(blocks.settledAt)));
  await context.burn(settled);
  return ended;
}

/**
 * The customer wants nothing more from an agent. First the block, in the turn of those who file, so that whatever is
 * filed after it is refused; then everything that is open ends. What is left when a broker stops midway is ended by the
 * sweep.
 */
export async function blockActor(
  context: Context,
  { principal, actorId }: { principal: Principal; actorId: string },
): Promise<Blocked> {
  refuseUnlessCustomer(principal);
  const met = and(eq(delegations.actorId, actorId), eq(delegations.subjectId, principal.id));
  const [latest] = await context.reader
    .select({ behind: delegations.behindPerson })
    .from(delegations)
    .where(met)
    .orderBy(desc(delegations.id))
    .limit(1);
  if (!latest) throw notFound();
  const person = (await findPerson(context.reader, actorId))?.person ?? latest.behind ?? undefined;
  const row = {
    customerId: principal.id,
    actorId,
    personId: person ?? null,
    blockedAt: context.clock.now(),
  };
  await context.record({
    writes: [
      write(takeTurn(person ?? actorId), { rows: 1, otherwise: changedMeanwhile() }),
      write(insertInto(blocks).values(row).onConflictDoNothing(), {
        rows: 'any',
        otherwise: changedMeanwhile(),
      }),
    ],
    entries: [{ type: 'agent.blocked', actor: principal.id, subject: principal.id, target: actorId }],
  });
  const { delegations: delegationsEnded, sessions: sessionsEnded } = await endBlocked(context, row);
  return { delegationsEnded, sessionsEnded };
}

export async function unblockActor(
  context: Context,
  { principal, actorId }: { principal: Principal; actorId: string },
): Promise<void> {
  refuseUnlessCustomer(principal);
  const which = and(eq(blocks.customerId, principal.id), eq(blocks.actorId, actorId));
  await context.record({
    writes: [write(deleteFrom(blocks).where(which), { rows: 1, otherwise: notFound() })],
    entries: [{ type: 'agent.unblocked', actor: principal.id, subject: principal.id, target: actorId }],
  });
}

export interface BlockedActor {
  id: string;
  name: string;
  blockedAt: Date;
}

/** Whom this customer has blocked, the latest first. Services go by their id. */
export async function listBlocked(context: Context, principal: Principal): Promise<BlockedActor[]> {
  refuseUnlessCustomer(principal);
  const rows = await context.reader.select().from(blocks).where(eq(blocks.customerId, principal.id));
  const named = await Promise.all(
    rows.map(async ({ actorId, blockedAt }) => ({
      id: actorId,
      name: (await findPerson(context.reader, actorId))?.name ?? actorId,
      blockedAt,
    })),
  );
  return named.sort((a, b) => b.blockedAt.getTime() - a.blockedAt.getTime());
}
