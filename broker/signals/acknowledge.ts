import { sql } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { Refusal } from '../errors.ts';

/** A backend has taken in the log up to this entry. It never goes back, and never beyond what there is. */
export async function acknowledge(context: Context, resource: string, index: number): Promise<void> {
  const { count } = await context.burn(sql`
    insert into signal_acknowledgements as known (resource, index, acknowledged_at)
    select ${resource}, ${index}::bigint, now()
    where ${index}::bigint <= (select coalesce(max(index), -1) from log_index)
    on conflict (resource) do update set
      index = greatest(known.index, excluded.index),
      acknowledged_at = excluded.acknowledged_at`);
  if (count !== 1)
    throw new Refusal('unknown_index', 'The log has no entry of that index yet.', { status: 400 });
}
