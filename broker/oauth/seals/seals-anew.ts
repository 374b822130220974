import { eq } from 'drizzle-orm';
import { type Write, write } from '../../audit/record.ts';
import type { Context } from '../../context.ts';
import { update } from '../../db/build.ts';
import { Refusal } from '../../errors.ts';
import { rowsInForce } from './sealed-rows.ts';
import { sealMarks } from './tables.ts';

/** Of a master key that is being replaced: what holds under it, under the first one. What does not hold stays as it is. */
export async function sealsAnew(context: Context): Promise<Write[]> {
  const marks = (await context.reader.select().from(sealMarks)).map((row) => ({
    table: 'seal_marks' as const,
    row,
    sealing: (seal: string) =>
      write(update(sealMarks).set({ seal }).where(eq(sealMarks.id, row.id)), {
        rows: 1,
        otherwise: new Refusal('raced', 'The mark of the seals is gone.'),
      }),
  }));
  return [...marks, ...(await rowsInForce(context.reader))].flatMap(({ table, row, sealing }) => {
    const seal = context.seals.anew(table, row);
    return seal === undefined ? [] : [sealing(seal)];
  });
}
