import { and, eq, isNull, or } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { people } from '../../identity/tables.ts';
import { clients } from './tables.ts';

/** The admin account of the human being who answers for a client, by id or by e-mail address; undefined where it is not one. */
export async function ownerAccount(context: Context, clientId: string): Promise<string | undefined> {
  const found = await context.reader
    .select({ id: people.id })
    .from(clients)
    .innerJoin(
      people,
      and(eq(people.domain, 'admin'), or(eq(people.id, clients.owner), eq(people.email, clients.owner))),
    )
    .where(and(eq(clients.id, clientId), isNull(clients.disabledAt)))
    .limit(2);
  return found.length === 1 ? found[0]?.id : undefined;
}
