import type { SQL } from 'drizzle-orm';
import { and, eq } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { notFound } from '../errors.ts';
import type { Principal } from '../identity/principal.ts';
import type { Delegation } from './delegation.ts';
import type { Status } from './lifecycle.ts';
import { pageOfDelegations } from './store.ts';
import { delegations } from './tables.ts';
import { ofActor, ofCustomer } from './whose.ts';

/** Which delegations exist for this caller. Undefined: all of them. */
function visibleTo(principal: Principal): SQL | undefined {
  switch (principal.domain) {
    case 'admin':
      return undefined;
    case 'support':
    case 'service':
      return ofActor(principal.id);
    case 'customer':
      return ofCustomer(principal.id);
  }
}

export async function readDelegation(
  context: Context,
  input: { principal: Principal; id: string },
): Promise<Delegation> {
  const where = and(visibleTo(input.principal), eq(delegations.id, input.id));
  const [found] = await pageOfDelegations(context.reader, where, { limit: 1 }, context.clock.now());
  if (!found) throw notFound();
  return found;
}

export async function listDelegations(
  context: Context,
  input: { principal: Principal; statuses?: readonly Status[]; cursor?: string; limit: number },
): Promise<{ items: Delegation[]; nextCursor: string | null }> {
  const page = { statuses: input.statuses, before: input.cursor, limit: input.limit + 1 };
  const found = await pageOfDelegations(
    context.reader,
    visibleTo(input.principal),
    page,
    context.clock.now(),
  );
  const items = found.slice(0, input.limit);
  return { items, nextCursor: found.length > input.limit ? (items.at(-1)?.id ?? null) : null };
}

/** Requests to go on from a delegation, newest first. Whoever may see it may see them. */
export async function extensionsOf(context: Context, id: string): Promise<Delegation[]> {
  const where = eq(delegations.extendsId, id);
  return pageOfDelegations(context.reader, where, { limit: 20 }, context.clock.now());
}
