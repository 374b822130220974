import { eq } from 'drizzle-orm';
import { write } from '../../audit/record.ts';
import type { Context } from '../../context.ts';
import { insertInto } from '../../db/build.ts';
import { Refusal } from '../../errors.ts';
import { newRefreshKey, newSigningKey } from './new-key.ts';
import { refreshKeys, signingKeys } from './tables.ts';

/** At first start: what signs, what will follow it, and what refresh tokens are derived with. A broker beside us may be quicker. */
export async function ensureKeys(context: Context): Promise<void> {
  const raced = new Refusal('raced', 'Another broker made the keys.');
  const one = { rows: 1, otherwise: raced };
  const held = await context.reader.select({ status: signingKeys.status }).from(signingKeys);
  const signing = (['active', 'next'] as const)
    .filter((status) => !held.some((row) => row.status === status))
    .map((status) => newSigningKey(context, status));
  const hasRefreshKey = (await context.reader.$count(refreshKeys, eq(refreshKeys.status, 'active'))) > 0;
  const refresh = hasRefreshKey ? [] : [newRefreshKey(context)];
  const made = [
    ...signing.map((row) => ({
      write: write(insertInto(signingKeys).values(row).onConflictDoNothing(), one),
      entry: { type: 'signing_key.made', target: row.kid },
    })),
    ...refresh.map((row) => ({
      write: write(insertInto(refreshKeys).values(row).onConflictDoNothing(), one),
      entry: { type: 'refresh_key.made', target: row.id },
    })),
  ];
  if (made.length === 0) return;
  try {
    await context.record({ writes: made.map((each) => each.write), entries: made.map((each) => each.entry) });
  } catch (error) {
    if (error !== raced) throw error;
  }
}
