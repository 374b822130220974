import { and, eq } from 'drizzle-orm';
import { hashOf } from '../../../audit/event.ts';
import type { Context } from '../../../context.ts';
import { notFound } from '../../../errors.ts';
import type { ClientRow } from '../store.ts';
import { clientChanges, clients } from '../tables.ts';
import type { ChangeStatus, ClientChange } from './client-change.ts';
import { ofStatus, selectChanges } from './store.ts';

export interface ShownChange {
  change: ClientChange;
  /** The client is another than the one it was read from: it can only be proposed anew. */
  stale: boolean;
}

/** Over everything the row holds; the seal itself may be written anew under another master key. */
export const stateHash = ({ seal: _, ...row }: ClientRow): string => hashOf(row);

export async function namedChange(context: Context, id: string): Promise<ClientChange> {
  const where = eq(clientChanges.id, id);
  const [change] = await selectChanges(context.reader, { where, limit: 1 }, context.clock.now());
  if (!change) throw notFound();
  return change;
}

export async function readChange(context: Context, id: string): Promise<ShownChange> {
  const change = await namedChange(context, id);
  const [row] = await context.reader.select().from(clients).where(eq(clients.id, change.clientId));
  return { change, stale: change.state.status === 'open' && (!row || stateHash(row) !== change.stateHash) };
}

export async function listChanges(
  context: Context,
  input: {
    status?: ChangeStatus | undefined;
    client?: string | undefined;
    cursor?: string | undefined;
    limit: number;
  },
): Promise<{ items: ClientChange[]; nextCursor: string | null }> {
  const { status, client, cursor, limit } = input;
  const where = and(
    status && ofStatus(context, status),
    client === undefined ? undefined : eq(clientChanges.clientId, client),
  );
  const page = { where, before: cursor, limit: limit + 1 };
  const found = await selectChanges(context.reader, page, context.clock.now());
  const items = found.slice(0, limit);
  return {
    items: items.filter(({ state }) => status === undefined || state.status === status),
    nextCursor: found.length > limit ? (items.at(-1)?.id ?? null) : null,
  };
}
