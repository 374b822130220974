import { and, eq } from 'drizzle-orm';
import { write } from '../../audit/record.ts';
import type { Context } from '../../context.ts';
import { insertInto, update } from '../../db/build.ts';
import { newRefreshKey } from './new-key.ts';
import { beingRotated, type Rotated } from './rotation.ts';
import { refreshKeys } from './tables.ts';

/** Refresh tokens are random or derived, and only their hashes are kept: none has to be given out anew. */
export async function rotateRefreshKey(context: Context, by: string): Promise<Rotated> {
  const raced = beingRotated();
  const [active] = await context.reader.select().from(refreshKeys).where(eq(refreshKeys.status, 'active'));
  if (!active) throw raced;
  const following = newRefreshKey(context);
  const one = { rows: 1, otherwise: raced };
  await context.record({
    writes: [
      write(
        update(refreshKeys)
          .set({ status: 'retired', retiredAt: context.clock.sql })
          .where(and(eq(refreshKeys.id, active.id), eq(refreshKeys.status, 'active'))),
        one,
      ),
      write(insertInto(refreshKeys).values(following).onConflictDoNothing(), one),
    ],
    entries: [
      { type: 'refresh_key.retired', actor: by, target: active.id },
      { type: 'refresh_key.made', actor: by, target: following.id },
    ],
  });
  return { active: following.id };
}
