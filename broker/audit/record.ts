import { type SQLWrapper, sql } from 'drizzle-orm';
import { insertInto } from '../db/build.ts';
import type { Database, Ran, Run } from '../db/client.ts';
import { allAtOnce } from './at-once.ts';
import { type Entry, type Forensics, type PreparedEntry, prepareEntries } from './event.ts';
import { logDetails, logEntries } from './tables.ts';
import { issues, type Trouble } from './trouble.ts';

/** One conditional change: when another number of rows than `rows` was touched, the race was lost. */
export interface Write {
  statement: SQLWrapper;
  rows: number | 'any';
  otherwise: Error;
}

export interface Recording {
  writes: Write[];
  entries: Entry[];
  /** Time's doing, found on the way: not what was asked for, and no sign that it was done. */
  aside?: boolean;
  /** No two of the writes touch the same row or need what another one wrote: they go as one statement. */
  atOnce?: boolean;
}

export type Record = (recording: Recording) => Promise<PreparedEntry[]>;

/** Commits by itself what is no audited change: single-use marks, idempotency keys, cursors, leases. */
export type Burn = (statement: SQLWrapper) => Promise<Ran>;

export function write(statement: SQLWrapper, condition: { rows: number | 'any'; otherwise: Error }): Write {
  return { statement, ...condition };
}

/** More than this go as one parameter for each column: a list of thousands takes longer to write down than to insert. */
const FEW = 20;

/** Neither ids nor JSON have a line break of their own, so there is nothing to escape, and nothing to parse. */
const lines = (texts: readonly string[]) => sql`string_to_array(${texts.join('\n')}, chr(10))`;

function manyInserts(entries: PreparedEntry[]): SQLWrapper[] {
  const ids = lines(entries.map(({ id }) => id));
  const leaves = lines(entries.map(({ leaf }) => leaf));
  const details = lines(entries.map(({ detail }) => JSON.stringify(detail)));
  const salts = lines(entries.map(({ salt }) => salt));
  return [
    sql`insert into ${logEntries} (id, leaf) select * from unnest(${ids}, ${leaves})`,
    sql`insert into ${logDetails} (entry_id, detail, salt)
      select entry_id, detail::jsonb, salt
      from unnest(${ids}, ${details}, ${salts}) as entry(entry_id, detail, salt)`,
  ];
}

function entryInserts(entries: PreparedEntry[]): SQLWrapper[] {
  if (entries.length > FEW) return manyInserts(entries);
  return [
    insertInto(logEntries).values(entries.map(({ id, leaf }) => ({ id, leaf }))),
    insertInto(logDetails).values(entries.map(({ id, detail, salt }) => ({ entryId: id, detail, salt }))),
  ];
}

/** One after the other in one transaction: the first whose condition does not hold says why. */
async function inTurn(run: Run, writes: Write[], inserts: SQLWrapper[]): Promise<void> {
  for (const { statement, rows, otherwise } of writes) {
    const { count } = await run(statement);
    if (rows !== 'any' && count !== rows) throw otherwise;
  }
  for (const insert of inserts) await run(insert);
}

/** The only way to change state: the writes and their entries are committed together, or neither is. */
export function recordOn(
  database: Pick<Database, 'run' | 'transaction'>,
  from: Forensics,
  now: () => Date,
  committed: (entries: readonly Entry[]) => void,
  trouble?: Trouble,
): Record {
  return async ({ writes, entries, atOnce = false }) => {
    if (entries.length === 0) throw new Error('No change without its record.');
    if (trouble && issues(entries)) await trouble.requireNone();
    const time = now();
    const prepared = prepareEntries(entries, from, time);
    const inserts = entryInserts(prepared);
    const all = [...writes, ...inserts.map((statement) => ({ statement, rows: entries.length }))];
    if (!atOnce || !(await allAtOnce(database.run, all)))
      await database.transaction((run) => inTurn(run, writes, inserts));
    committed(entries);
    return prepared;
  };
}
