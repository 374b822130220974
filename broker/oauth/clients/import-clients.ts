import { and, eq, inArray } from 'drizzle-orm';
import { hashOf } from '../../audit/event.ts';
import { type Write, write } from '../../audit/record.ts';
import { canonicalJson } from '../../canonical-json.ts';
import { ConfigurationError } from '../../config/configuration-error.ts';
import type { Context } from '../../context.ts';
import { insertInto, update } from '../../db/build.ts';
import { changedMeanwhile, retryLostRaces } from '../../delegation/retry-lost-races.ts';
import { type Registry, rowOf } from './registry-file.ts';
import { asSealed, type ClientRow, clientHolds, sealedClient, shutOutInLog } from './store.ts';
import { clients } from './tables.ts';

/** Registers the clients of the file and disables those that are no longer in it. Unchanged, it records nothing. */
export function importClients(context: Context, from: Registry): Promise<{ changed: number }> {
  return retryLostRaces(() => imported(context, from));
}

async function imported(context: Context, from: Registry): Promise<{ changed: number }> {
  const held = await context.reader.select().from(clients);
  const heldById = new Map(held.map((row) => [row.id, row]));
  const now = context.clock.now();
  const shutOut = await shutOutByPersons(context, held);
  const believed = new Map(held.map((row) => [row.id, believable(context, row, shutOut)]));
  const rows = from.clients.map((client) =>
    sealedClient(rowOf(client, believed.get(client.client_id), now), context.seals),
  );
  const taken = rows.find(({ id }) => heldById.get(id)?.keptBy === 'api');
  if (taken)
    throw new ConfigurationError(`BROKER_CLIENTS: ${taken.id} was registered through the API already.`);
  const changed = rows.filter((row) => canonicalJson(heldById.get(row.id) ?? null) !== canonicalJson(row));
  const wanted = new Set(rows.map((row) => row.id));
  const gone = held
    .filter((row) => row.keptBy === 'file' && row.disabledAt === null && !wanted.has(row.id))
    .map((row) => row.id);
  if (changed.length + gone.length === 0) return { changed: 0 };
  const any = { rows: 'any' as const, otherwise: new Error('The clients could not be imported.') };
  await context.record({
    writes: [
      ...(gone.length > 0
        ? [
            write(
              update(clients)
                .set({ disabledAt: context.clock.sql, seal: null })
                .where(inArray(clients.id, gone)),
              any,
            ),
          ]
        : []),
      ...changed.map((row) => importing(row, heldById.get(row.id))),
    ],
    entries: [
      ...changed.map((row) => ({
        type: heldById.has(row.id) ? 'client.changed' : 'client.registered',
        target: row.id,
        hashes: { registration: hashOf(row) },
        detail: { name: row.name, owner: row.owner },
      })),
      ...gone.map((id) => ({ type: 'client.disabled', target: id })),
    ],
  });
  return { changed: changed.length + gone.length };
}

/**
 * What a file says of a client stands in the file. Its own keys, and whether a person shut it out, stand in the row alone.
 * A row that the file did not name has no seal: if it comes back, then with the keys of the file.
 */
function believable(context: Context, row: ClientRow, shutOut: ReadonlySet<string>): ClientRow {
  if (row.disabledAt !== null && row.shutOut) return row;
  if (row.disabledAt === null && clientHolds(row, context.seals)) return row;
  return { ...row, keys: [], shutOut: shutOut.has(row.id) };
}

/** As the log has it, and nobody let it in again: somebody who lets a client in by hand would begin with the row. */
async function shutOutByPersons(context: Context, rows: readonly ClientRow[]): Promise<Set<string>> {
  if (rows.length === 0) return new Set();
  const ids = rows.map(({ id }) => id);
  const found = await context.reader
    .select({ id: clients.id })
    .from(clients)
    .where(and(inArray(clients.id, ids), shutOutInLog));
  return new Set(found.map(({ id }) => id));
}

/** Only onto the row that was read: a broker beside us may have replaced its key, or shut it out, meanwhile. */
function importing(row: ClientRow, held: ClientRow | undefined): Write {
  const statement = held
    ? update(clients)
        .set(row)
        .where(
          and(
            eq(clients.id, row.id),
            eq(clients.keys, held.keys),
            eq(clients.shutOut, held.shutOut),
            asSealed(held),
          ),
        )
    : insertInto(clients).values(row).onConflictDoNothing();
  return write(statement, { rows: 1, otherwise: changedMeanwhile() });
}
