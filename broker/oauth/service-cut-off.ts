import { type SQL, sql } from 'drizzle-orm';
import { cutOff } from '../identity/not-before.ts';

/** Between the clock that stamped `iat` and the database's: a node that is further off is not ready. */
const clocksApartSeconds = 2;

/** A service's own token has no row: its `iat` counts, as if it had been issued as early as it can have been. */
export function serviceCutOff(clientId: string, issuedAt: Date): SQL {
  const since = sql`(${issuedAt.toISOString()}::timestamptz - make_interval(secs => ${clocksApartSeconds}))`;
  return cutOff(since, { client: clientId, actor: clientId });
}
