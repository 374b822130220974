import { inArray, sql } from 'drizzle-orm';
import { QueryBuilder } from 'drizzle-orm/pg-core';
import type { Context } from '../context.ts';
import { deleteFrom } from '../db/build.ts';
import { policyDecisions } from './tables.ts';

const BATCH = 1_000;
const AT_MOST = 20;

/** Removes what is older than is kept, the oldest first: so many at once that nobody waits, the rest in the next round. */
export async function forgetDecisions(context: Context, batch = BATCH): Promise<number> {
  const days = context.config.decisionDays;
  const old = new QueryBuilder()
    .select({ id: policyDecisions.id })
    .from(policyDecisions)
    .where(sql`${policyDecisions.at} < ${context.clock.sql} - make_interval(days => ${days})`)
    .orderBy(policyDecisions.at, policyDecisions.id)
    .limit(batch);
  let forgotten = 0;
  for (let done = 0; done < AT_MOST; done++) {
    const { count } = await context.burn(deleteFrom(policyDecisions).where(inArray(policyDecisions.id, old)));
    forgotten += count;
    if (count < batch) break;
  }
  return forgotten;
}
