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

/** More than this go as one parameter: a list of thousands takes longer to write down than to insert. */
const FEW = 20;

function manyInserts(entries: PreparedEntry[]): SQLWrapper[] {
  const each = (rows: unknown[][]) => sql`jsonb_array_elements(${JSON.stringify(rows)}::text::jsonb) entry`;
  return [
    sql`insert into ${logEntries} (id, leaf)
      select entry->>0, entry->>1 from ${each(entries.map(({ id, leaf }) => [id, leaf]))}`,
    sql`insert into ${logDetails} (entry_id, detail, salt)
      select entry->>0, entry->1, entry->>2
      from ${each(entries.map(({ id, detail, salt }) => [id, detail, salt]))}`,
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
  database: Database,
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
