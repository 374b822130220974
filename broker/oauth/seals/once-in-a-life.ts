import { eq, like } from 'drizzle-orm';
import { type Write, write } from '../../audit/record.ts';
import { logEntries } from '../../audit/tables.ts';
import { ConfigurationError } from '../../config/configuration-error.ts';
import type { Context } from '../../context.ts';
import { insertInto } from '../../db/build.ts';
import { type EntryId, newId } from '../../ids.ts';
import type { SealedRow } from './sealed-rows.ts';
import { sealMarks } from './tables.ts';

export type Sealing = Pick<Context, 'reader' | 'record' | 'seals' | 'clock'>;

/**
 * Seals what stands in a database, once in its life, and a mark says so. Without the mark it would all be believed
 * again, so whoever takes it away finds that the log remembers, and the broker does not start.
 */
export async function onceInALife(
  context: Sealing,
  { id, type }: { id: string; type: string },
  find: () => Promise<SealedRow[]>,
): Promise<{ sealed: number }> {
  const [mark] = await context.reader.select().from(sealMarks).where(eq(sealMarks.id, id));
  if (mark) {
    if (context.seals.holds('seal_marks', mark.id, mark)) return { sealed: 0 };
    throw new ConfigurationError(
      'The mark of the seals was not written under this master key. Name the one before in COUNTERSIGN_OTHER_MASTER_KEYS.',
    );
  }
  const before = await context.reader.$count(logEntries, like(logEntries.leaf, `%"type":"${type}"%`));
  if (before > 0)
    throw new ConfigurationError(
      'The mark of the seals is gone from the database, and the log says that it was there. Somebody changed the tables.',
    );
  const rows = await find();
  const entryId: EntryId = newId('evt', context.clock.now().getTime());
  const own = { id, entryId };
  const otherwise = new Error('The seals could not be initialised.');
  const marking: Write = write(
    insertInto(sealMarks).values({ ...own, seal: context.seals.of('seal_marks', own) }),
    { rows: 1, otherwise },
  );
  await context.record({
    writes: [marking, ...rows.map(({ table, row, sealing }) => sealing(context.seals.of(table, row)))],
    entries: [{ id: entryId, type, facts: { rows: rows.length } }],
  });
  return { sealed: rows.length };
}
