import { and, eq, exists, or, type SQL } from 'drizzle-orm';
import { QueryBuilder } from 'drizzle-orm/pg-core';
import type { Context } from '../context.ts';
import { delegations } from '../delegation/tables.ts';
import { ofCustomer } from '../delegation/whose.ts';
import { notFound } from '../errors.ts';
import type { Principal } from '../identity/principal.ts';
import type { Session } from './session.ts';
import { pageOfSessions, selectSessions } from './store.ts';
import { sessions } from './tables.ts';

/** Which sessions exist for this caller. Undefined: all of them. */
function visibleTo({ domain, id }: Principal): SQL | undefined {
  switch (domain) {
    case 'admin':
      return undefined;
    case 'support':
    case 'service':
      return eq(sessions.actorId, id);
    case 'customer':
      return or(
        eq(sessions.subjectId, id),
        exists(
          new QueryBuilder()
            .select({ id: delegations.id })
            .from(delegations)
            .where(and(eq(delegations.id, sessions.delegationId), ofCustomer(id))),
        ),
      );
  }
}

export async function readSession(
  context: Context,
  { principal, sid }: { principal: Principal; sid: string },
): Promise<Session> {
  const where = and(visibleTo(principal), eq(sessions.id, sid));
  const [found] = await selectSessions(context.reader, where, context.clock.now(), 1);
  if (!found) throw notFound();
  return found;
}

export async function listSessions(
  context: Context,
  input: { principal: Principal; status?: 'live' | 'ended'; cursor?: string; limit: number },
): Promise<{ items: Session[]; nextCursor: string | null }> {
  const page = { status: input.status, before: input.cursor, limit: input.limit + 1 };
  const found = await pageOfSessions(context.reader, visibleTo(input.principal), page, context.clock);
  const items = found.slice(0, input.limit);
  return { items, nextCursor: found.length > input.limit ? (items.at(-1)?.id ?? null) : null };
}
