import { sql } from 'drizzle-orm';
import type { Database, Run } from '../db/client.ts';
import { leafHash } from './event.ts';
import { holdLease, type Lease } from './lease.ts';
import { logIndex } from './tables.ts';

const BATCH = 500;

/** No transaction lives this long (the connections' time limits see to it), so nothing older can still appear. */
const LATEST_ARRIVAL_SECONDS = 60;

async function nextIndex(run: Run): Promise<number> {
  const { rows } = await run(sql`select coalesce(max(index) + 1, 0) as next from log_index`);
  return Number(rows[0]?.next ?? 0);
}

async function unsequenced(run: Run, everything: boolean): Promise<{ id: string; leaf: string }[]> {
  const recent = sql`and e.recorded_at > coalesce(
    (select recorded_at from log_entries where id = (select entry_id from log_index order by index desc limit 1)),
    '-infinity'::timestamptz) - make_interval(secs => ${LATEST_ARRIVAL_SECONDS})`;
  const { rows } = await run(sql`
    select e.id, e.leaf from log_entries e
    where not exists (select 1 from log_index i where i.entry_id = e.id) ${everything ? sql`` : recent}
    order by e.recorded_at, e.id limit ${BATCH}`);
  return rows.map(({ id, leaf }) => ({ id: String(id), leaf: String(leaf) }));
}

/**
 * Gives committed entries their contiguous index, under the lease. Answers how many, or null when the lease is lost.
 * `everything`: looks at the whole log instead of its recent end, as a new holder does once.
 */
export async function sequenceEntries(
  database: Database,
  lease: Lease,
  everything = false,
): Promise<number | null> {
  return database.transaction(async (run) => {
    if (!(await holdLease(run, lease))) return null;
    const entries = await unsequenced(run, everything);
    if (entries.length === 0) return 0;
    const first = await nextIndex(run);
    const places = entries.map(({ id, leaf }, i) => ({
      index: first + i,
      entry_id: id,
      leaf_hash: leafHash(leaf),
    }));
    await run(sql`insert into ${logIndex} ("index", entry_id, leaf_hash)
      select place."index", place.entry_id, place.leaf_hash
      from jsonb_to_recordset(${JSON.stringify(places)}::text::jsonb)
        as place("index" bigint, entry_id text, leaf_hash text)`);
    return entries.length;
  });
}
