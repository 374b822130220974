import { sql } from 'drizzle-orm';
import type { Run } from '../db/client.ts';

/** Beyond this, the broker issues and extends nothing: it could not show what it did. */
export const LATEST_SEQUENCED_MS = 2_000;

/** Age of the oldest entry without an index, by the database's clock; 0 when all have one. */
export async function backlogMs(run: Run): Promise<number> {
  const { rows } = await run(sql`
    select coalesce(max(extract(epoch from now() - e.recorded_at)), 0) * 1000 as age from log_entries e
    where e.recorded_at > coalesce(
      (select recorded_at from log_entries where id = (select entry_id from log_index order by index desc limit 1)),
      '-infinity'::timestamptz) - interval '60 seconds'
    and not exists (select 1 from log_index i where i.entry_id = e.id)`);
  return Math.max(0, Number(rows[0]?.age ?? 0));
}

export interface Backlog {
  ageMs(): Promise<number>;
}

const KEPT_MS = 250;

export function backlogOf(run: Run): Backlog {
  let askedAt = Number.NEGATIVE_INFINITY;
  let age: Promise<number> = Promise.resolve(0);

  function ageMs(): Promise<number> {
    if (performance.now() - askedAt > KEPT_MS) {
      askedAt = performance.now();
      age = backlogMs(run);
      age.catch(() => undefined);
    }
    return age;
  }

  return { ageMs };
}
