import { and, asc, eq, gt, inArray, or } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { notFound } from '../../errors.ts';
import { shownName } from '../../identity/shown-name.ts';
import { people, persons } from '../../identity/tables.ts';
import { credentialDays, refusedFrom, thumbprintOf } from './held-keys.ts';
import { type ClientMethod, type ClientRow, methodOf } from './store.ts';
import { clients } from './tables.ts';

/** A client as those see it who look after the registry. */
export interface RegisteredClient {
  readonly row: ClientRow;
  readonly method: ClientMethod;
  readonly keys: readonly { kid: string; addedAt: Date; refusedFrom: Date }[];
  /** Undefined: the owner is nobody whom the directory knows and has not shut out. */
  readonly ownerName: string | undefined;
}

export async function listClients(
  context: Context,
  { after, limit }: { after?: string | undefined; limit: number },
): Promise<{ items: RegisteredClient[]; next: string | null }> {
  const rows = await context.reader
    .select()
    .from(clients)
    .where(after === undefined ? undefined : gt(clients.id, after))
    .orderBy(asc(clients.id))
    .limit(limit + 1);
  const page = rows.slice(0, limit);
  return {
    items: await described(context, page),
    next: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
  };
}

export async function readClient(context: Context, id: string): Promise<RegisteredClient> {
  const [found] = await described(
    context,
    await context.reader.select().from(clients).where(eq(clients.id, id)),
  );
  if (!found) throw notFound();
  return found;
}

async function described(context: Context, rows: readonly ClientRow[]): Promise<RegisteredClient[]> {
  const owners = await knownOwners(
    context,
    rows.map(({ owner }) => owner),
  );
  return rows.map((row) => {
    const days = credentialDays(context.config.credentialDays, row.credentialDays);
    return {
      row,
      method: methodOf(row),
      keys: row.keys.map((key) => ({
        kid: thumbprintOf(key),
        addedAt: new Date(key.added_at),
        refusedFrom: refusedFrom(key, days),
      })),
      ownerName: owners.get(row.owner),
    };
  });
}

async function knownOwners({ reader }: Context, owners: readonly string[]): Promise<Map<string, string>> {
  if (owners.length === 0) return new Map();
  const found = await reader
    .select({ id: people.id, email: people.email, name: people.name, disabledAt: persons.disabledAt })
    .from(people)
    .innerJoin(persons, eq(persons.id, people.personId))
    .where(
      and(
        inArray(people.domain, ['admin', 'support']),
        or(inArray(people.id, [...owners]), inArray(people.email, [...owners])),
      ),
    );
  const enabled = found.filter(({ disabledAt }) => disabledAt === null);
  return new Map(
    enabled.flatMap(({ id, email, name }) =>
      [id, ...(email === null ? [] : [email])].map((one) => [one, shownName(name) ?? id]),
    ),
  );
}
