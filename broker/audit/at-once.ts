import { type SQL, sql } from 'drizzle-orm';
import type { Run } from '../db/client.ts';
import { sqlState } from '../db/retry.ts';
import type { Write } from './record.ts';

const DIVISION_BY_ZERO = '22012';

/**
 * All the writes as one statement, which is one round trip and commits by itself. Where one of them does not touch as many
 * rows as it must, the statement divides by zero, and so nothing has happened. Answers whether all of them held.
 * They see one snapshot and not each other's work: no two of them may touch the same row.
 */
export async function allAtOnce(
  run: Run,
  writes: readonly Pick<Write, 'statement' | 'rows'>[],
): Promise<boolean> {
  const names = writes.map((_, i) => sql.raw(`w${i}`));
  const parts = writes.map(({ statement }, i) => sql`${names[i]} as (${statement.getSQL()} returning 1)`);
  const counts = writes.flatMap(({ rows }, i): SQL[] =>
    rows === 'any' ? [] : [sql`(select count(*) from ${names[i]}) = ${rows}`],
  );
  const held = sql.join([sql`true`, ...counts], sql` and `);
  try {
    await run(sql`with ${sql.join(parts, sql`, `)} select 1 / (case when ${held} then 1 else 0 end) as held`);
    return true;
  } catch (error) {
    if (sqlState(error) === DIVISION_BY_ZERO) return false;
    throw error;
  }
}
