import { sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { OAuthError } from '../../errors.ts';
import { delegationPolls } from '../../session/tables.ts';
import { type SingleUse, spend } from '../single-use.ts';

export const pollSeconds = 5;

/**
 * RFC 8628 §3.5: not yet, or not so fast. One statement measures and remembers, so that two polls at the same moment
 * are two polls; an interval that has grown stays so. What was shown is used up first: a poll that is replayed is none.
 */
export async function notYet(context: Context, delegation: string, uses: SingleUse[]): Promise<OAuthError> {
  await spend(context, uses.splice(0));
  const now = context.clock.sql;
  const { rows } = await context.burn(sql`
    insert into ${delegationPolls} as known (delegation_id, interval_s, polled_at, early)
    values (${delegation}, ${pollSeconds}, ${now}, false)
    on conflict (delegation_id) do update set
      early = known.polled_at + make_interval(secs => known.interval_s) > ${now},
      interval_s = known.interval_s
        + case when known.polled_at + make_interval(secs => known.interval_s) > ${now} then ${pollSeconds}::int else 0 end,
      polled_at = ${now}
    returning early, interval_s`);
  const [row] = rows;
  const interval = Number(row?.interval_s ?? pollSeconds);
  return row?.early === true
    ? new OAuthError('slow_down', 'too soon; the interval has grown', { extra: { interval } })
    : new OAuthError('authorization_pending', 'the delegation is not decided yet', { extra: { interval } });
}
