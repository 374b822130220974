import { eq, sql } from 'drizzle-orm';
import { type Write, write } from '../../audit/record.ts';
import type { Context } from '../../context.ts';
import { changedMeanwhile } from '../../delegation/retry-lost-races.ts';
import { delegatedTokens } from '../../session/tables.ts';
import { revokedTokens } from '../tables.ts';

/** Fails when something has been made from one of them meanwhile. */
export function revoking(ended: readonly string[], expiresAt: Date): Write {
  const jtis = sql`(select jsonb_array_elements_text(${JSON.stringify(ended)}::jsonb))`;
  const all = sql`insert into ${revokedTokens} (jti, expires_at)
    select named.jti, ${expiresAt.toISOString()}::timestamptz
    from jsonb_array_elements_text(${JSON.stringify(ended)}::jsonb) as named(jti)
    where not exists (select 1 from ${delegatedTokens} made where made.parent_jti in ${jtis} and made.jti not in ${jtis})
    on conflict (jti) do update set expires_at = excluded.expires_at`;
  return write(all, { rows: ended.length, otherwise: changedMeanwhile() });
}

/** What backends have passed on of a token; it lives no longer than the token itself. */
export async function madeFrom(context: Context, jti: string): Promise<string[]> {
  const found = await context.reader
    .select({ jti: delegatedTokens.jti })
    .from(delegatedTokens)
    .where(eq(delegatedTokens.parentJti, jti));
  const further = await Promise.all(found.map((one) => madeFrom(context, one.jti)));
  return [...found.map((one) => one.jti), ...further.flat()];
}
