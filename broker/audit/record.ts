import type { SQLWrapper } from 'drizzle-orm';
import { insertInto } from '../db/build.ts';
import type { Database, Ran, Run } from '../db/client.ts';
import { type Entry, type Forensics, type PreparedEntry, prepareEntry } from './event.ts';
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
}

export type Record = (recording: Recording) => Promise<PreparedEntry[]>;

/** Commits by itself what is no audited change: single-use marks, idempotency keys, cursors, leases. */
export type Burn = (statement: SQLWrapper) => Promise<Ran>;

export function write(statement: SQLWrapper, condition: { rows: number | 'any'; otherwise: Error }): Write {
  return { statement, ...condition };
}

async function insertEntries(run: Run, entries: PreparedEntry[]): Promise<void> {
  await run(insertInto(logEntries).values(entries.map(({ id, leaf }) => ({ id, leaf }))));
  await run(
    insertInto(logDetails).values(entries.map(({ id, detail, salt }) => ({ entryId: id, detail, salt }))),
  );
}

/** The only way to change state: the writes and their entries are committed together, or neither is. */
export function recordOn(
  database: Database,
  from: Forensics,
  now: () => Date,
  committed: () => void,
  trouble?: Trouble,
): Record {
  return async ({ writes, entries }) => {
    if (entries.length === 0) throw new Error('No change without its record.');
    if (trouble && issues(entries)) await trouble.requireNone();
    const time = now();
    const prepared = entries.map((entry) => prepareEntry(entry, from, time));
    await database.transaction(async (run) => {
      for (const { statement, rows, otherwise } of writes) {
        const { count } = await run(statement);
        if (rows !== 'any' && count !== rows) throw otherwise;
      }
      await insertEntries(run, prepared);
    });
    committed();
    return prepared;
  };
}
