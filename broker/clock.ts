import { type SQL, sql } from 'drizzle-orm';

/** `now` for what is shown and signed, `sql` for what decides: it stands in the deciding statement. */
export interface Clock {
  now(): Date;
  readonly sql: SQL<Date>;
}

export const systemClock: Clock = { now: () => new Date(), sql: sql<Date>`now()` };

/** A clock that stands where its reader puts it. */
export function clockAt(read: () => Date): Clock {
  return {
    now: () => new Date(read()),
    get sql() {
      return sql<Date>`${read().toISOString()}::timestamptz`;
    },
  };
}
