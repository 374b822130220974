import { sql } from 'drizzle-orm';
import type { Context } from '../context.ts';

/** Long enough after its end that a late silence is still noticed. */
const remembered = sql`expires_at + interval '5 minutes'`;

/** A backend has asked about this token, so it is being used: its outcome is now awaited. */
export async function noteUse(context: Context, jti: string): Promise<void> {
  await context.burn(sql`
    insert into token_uses as known (jti, seen_at, expires_at)
    select jti, ${context.clock.sql}, ${remembered} from delegated_tokens where jti = ${jti}
    on conflict (jti) do update set seen_at = coalesce(known.seen_at, excluded.seen_at)`);
}

/** A backend has said what was done with these. */
export async function noteReports(context: Context, jtis: readonly string[]): Promise<void> {
  if (jtis.length === 0) return;
  const list = sql.join(
    jtis.map((jti) => sql`${jti}`),
    sql`, `,
  );
  await context.burn(sql`
    insert into token_uses as known (jti, reported_at, expires_at)
    select jti, ${context.clock.sql}, ${remembered} from delegated_tokens where jti in (${list})
    on conflict (jti) do update set reported_at = coalesce(known.reported_at, excluded.reported_at)`);
}
