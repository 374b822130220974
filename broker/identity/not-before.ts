import { or, type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import { type Write, write } from '../audit/record.ts';
import { insertInto } from '../db/build.ts';
import type { Level } from './level.ts';
import { notBefore, people } from './tables.ts';

/** What a token, a session, a grant or a sign-in stands on: ids, or columns that hold them. */
export type StandsOn = Partial<Record<Level, SQLWrapper | string>> & {
  /** Accounts: cut off with the person behind them. */
  accounts?: readonly (SQLWrapper | string)[];
};

/** One conditional write: of two cuts the later one counts, in whatever order they come. */
export function cut(level: Level, id: string, at: SQL<Date>): Write {
  return write(
    insertInto(notBefore)
      .values({ level, id, at })
      .onConflictDoUpdate({
        target: [notBefore.level, notBefore.id],
        set: { at: sql`excluded.at` },
        setWhere: sql`${notBefore.at} < excluded.at`,
      }),
    { rows: 'any', otherwise: new Error('The not-before cannot be set.') },
  );
}

/** Whether something that began at `since` stands on anything that was cut off then or later. At the same instant: yes. */
export function cutOff(since: SQLWrapper, { accounts = [], ...ids }: StandsOn): SQL {
  const named = Object.entries(ids).map(
    ([level, id]) => sql`(${notBefore.level} = ${level} and ${notBefore.id} = ${id})`,
  );
  const persons = accounts.map(
    (account) => sql`(${notBefore.level} = 'person' and ${notBefore.id} =
      (select known.person_id from ${people} known where known.id = ${account}))`,
  );
  return sql`exists (select 1 from ${notBefore}
    where ${notBefore.at} >= ${since} and ${or(...named, ...persons)})`;
}
