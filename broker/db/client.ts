import { mkdir } from 'node:fs/promises';
import { PGlite } from '@electric-sql/pglite';
import { type SQLWrapper, sql } from 'drizzle-orm';
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';
import { drizzle as overPglite } from 'drizzle-orm/pglite';
import { drizzle as overPostgres } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import { preparing } from './prepare.ts';
import { retryingConflicts } from './retry.ts';

export type Handle = PgDatabase<PgQueryResultHKT>;

/** Selects only: state changes go through `record` and `burn`. */
export type Reader = Pick<Handle, 'select' | 'selectDistinct' | '$count'>;

export interface Ran {
  count: number;
  rows: Record<string, unknown>[];
}

export type Run = (statement: SQLWrapper) => Promise<Ran>;

export interface Database {
  driver: 'pglite' | 'postgres';
  handle: Handle;
  run: Run;
  /** One short transaction, tried again when the database names a serialisation conflict or a deadlock. */
  transaction<T>(work: (run: Run) => Promise<T>): Promise<T>;
  close(): Promise<void>;
  /** Of a database that other processes share: word between them, which may be lost. */
  hints?: { give(text: string): Promise<unknown>; hear(heard: (text: string) => void): Promise<unknown> };
}

function ran(result: unknown): Ran {
  if (Array.isArray(result)) {
    const { count } = result as { count?: number | null };
    return { count: count ?? result.length, rows: [...result] };
  }
  const { rows = [], affectedRows } = result as { rows?: Record<string, unknown>[]; affectedRows?: number };
  return { count: affectedRows ?? rows.length, rows };
}

function over(handle: Handle, driver: Database['driver'], close: () => Promise<void>): Database {
  const runOn =
    (on: Pick<Handle, 'execute'>): Run =>
    async (statement) =>
      ran(await on.execute(sql`${statement.getSQL()}`));
  return {
    driver,
    handle,
    run: (statement) => retryingConflicts(() => runOn(handle)(statement)),
    transaction: (work) =>
      retryingConflicts(() => handle.transaction((transaction) => work(runOn(transaction)))),
    close,
  };
}

export async function openPglite(folder: string | undefined, dump?: Blob): Promise<Database> {
  if (folder) await mkdir(folder, { recursive: true, mode: 0o700 });
  const client = await PGlite.create({
    ...(folder ? { dataDir: folder } : {}),
    ...(dump ? { loadDataDir: dump } : {}),
  });
  return databaseOn(client, () => client.close());
}

/** A PGlite that somebody else has opened, and looks after. */
export function databaseOn(client: PGlite, close: () => Promise<void>): Database {
  return over(overPglite({ client }), 'pglite', close);
}

const HINTS = 'countersign_hints';

export function openPostgres(url: string, connections = 10): Database {
  const client = postgres(url, {
    max: connections,
    onnotice: () => undefined,
    connection: { statement_timeout: 10_000, idle_in_transaction_session_timeout: 10_000 },
  });
  return {
    ...over(overPostgres({ client: preparing(client, connections) }), 'postgres', () =>
      client.end({ timeout: 5 }),
    ),
    hints: {
      give: (text) => client.notify(HINTS, text),
      hear: (heard) => client.listen(HINTS, heard),
    },
  };
}
