import { and, eq, sql } from 'drizzle-orm';
import { hashOf } from '../audit/event.ts';
import { type Recording, write } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { insertInto } from '../db/build.ts';
import { Refusal } from '../errors.ts';
import type { Backend } from './deed.ts';
import { outcomeBatches } from './tables.ts';

const KEPT_HOURS = 24;

/** Records once what came under this id; the same again is answered the same, and something else is refused. */
export async function keepBatch(
  context: Context,
  { clientId }: Backend,
  id: string,
  content: unknown,
  recording: Recording,
): Promise<void> {
  const known = new Refusal('id_used', 'That id was used for something else.');
  const fingerprint = hashOf(content);
  const expiresAt = sql<Date>`${context.clock.sql} + make_interval(hours => ${KEPT_HOURS})`;
  const once = write(
    insertInto(outcomeBatches).values({ clientId, id, fingerprint, expiresAt }).onConflictDoNothing(),
    { rows: 1, otherwise: known },
  );
  try {
    await context.record({ ...recording, writes: [once, ...recording.writes] });
  } catch (error) {
    if (error !== known) throw error;
    const [held] = await context.reader
      .select()
      .from(outcomeBatches)
      .where(and(eq(outcomeBatches.clientId, clientId), eq(outcomeBatches.id, id)));
    if (held?.fingerprint !== fingerprint) throw error;
  }
}
