import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { Database, Run } from '../db/client.ts';

/** Who holds a lease may act only while its number is the row's: a woken old holder writes nothing. */
export interface Lease {
  name: string;
  holder: string;
  fence: number;
}

export const newHolder = (node: string): string => `${node}/${randomUUID()}`;

/** Takes a free or lapsed lease with the next number, or renews one's own. One statement; null: somebody else's. */
export async function takeLease(
  database: Database,
  name: string,
  holder: string,
  seconds: number,
): Promise<Lease | null> {
  const until = sql`now() + make_interval(secs => ${seconds})`;
  const { rows } = await database.run(sql`
    insert into leases as held (name, holder, fence, expires_at) values (${name}, ${holder}, 1, ${until})
    on conflict (name) do update set
      holder = excluded.holder,
      fence = case when held.holder = excluded.holder then held.fence else held.fence + 1 end,
      expires_at = excluded.expires_at
    where held.holder = excluded.holder or held.expires_at < now()
    returning fence`);
  const fence = rows[0]?.fence;
  return fence === undefined ? null : { name, holder, fence: Number(fence) };
}

/** Locks the row until the transaction ends, so that nobody can take the lease in its midst. */
export async function holdLease(run: Run, { name, holder, fence }: Lease): Promise<boolean> {
  const { rows } = await run(sql`
    select 1 from leases where name = ${name} and holder = ${holder} and fence = ${fence} and expires_at > now()
    for update`);
  return rows.length === 1;
}

export async function giveUpLease(
  database: Database,
  { name, holder }: Pick<Lease, 'name' | 'holder'>,
): Promise<void> {
  await database.run(sql`update leases set expires_at = now() where name = ${name} and holder = ${holder}`);
}
