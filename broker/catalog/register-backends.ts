import { sql } from 'drizzle-orm';
import { hashOf } from '../audit/event.ts';
import { type Write, write } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { insertInto } from '../db/build.ts';
import { type Backend, findBackends } from './find-backends.ts';
import { backends } from './tables.ts';

/** Makes the registered backends known at start; says so in the log only when something is new. */
export async function registerBackends(context: Context, wanted: readonly Backend[]): Promise<void> {
  const known = await findBackends(context.reader);
  const changed = wanted.filter(
    (one) =>
      !known.some(
        ({ id, resource, clientId }) =>
          id === one.id && resource === one.resource && clientId === one.clientId,
      ),
  );
  if (changed.length === 0) return;
  const otherwise = new Error('The backends could not be registered.');
  const writes: Write[] = changed.map((one) =>
    write(
      insertInto(backends)
        .values({ ...one, seal: context.seals.of('backends', one) })
        .onConflictDoUpdate({
          target: backends.id,
          set: {
            resource: sql`excluded.resource`,
            clientId: sql`excluded.client_id`,
            seal: sql`excluded.seal`,
          },
        }),
      { rows: 1, otherwise },
    ),
  );
  const entries = changed.map((one) => ({
    type: 'backend.registered',
    target: one.clientId,
    hashes: { backend: hashOf({ id: one.id, resource: one.resource, client_id: one.clientId }) },
    detail: { backend: one.id, resource: one.resource },
  }));
  await context.record({ writes, entries });
}
