import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { sql } from 'drizzle-orm';
import { migrate as migratePglite } from 'drizzle-orm/pglite/migrator';
import { migrate as migratePostgres } from 'drizzle-orm/postgres-js/migrator';
import type { Database } from './client.ts';

/** From source this file lies two folders below the root, from the bundle one. */
function migrationsFolder(): string {
  for (const up of ['../drizzle/broker', '../../drizzle/broker']) {
    const folder = fileURLToPath(new URL(up, import.meta.url));
    if (existsSync(folder)) return folder;
  }
  throw new Error('The folder drizzle/broker with the migrations is missing.');
}

/** Two brokers may start at once: the loser of the race finds the work done and tries once more. */
export async function migrate(database: Database): Promise<void> {
  const options = {
    migrationsFolder: migrationsFolder(),
    migrationsSchema: 'public',
    migrationsTable: 'migrations',
  };
  for (let tried = 1; ; tried++) {
    try {
      if (database.driver === 'pglite') await migratePglite(database.handle as never, options);
      else await migratePostgres(database.handle as never, options);
      return;
    } catch (error) {
      if (tried >= 5) throw error;
      await new Promise((resolve) => setTimeout(resolve, 200 * tried));
    }
  }
}

const APPEND_ONLY = ['log_entries', 'log_index'];
const DELETABLE = ['log_details'];

/** The role that serves requests may add to the log and read it; only detail may be deleted (crypto-erasure). */
export async function grantToRuntimeRole(owner: Database, role: string): Promise<void> {
  const name = sql.identifier(role);
  const { rows } = await owner.run(
    sql`select tablename from pg_tables where schemaname = 'public' and tablename <> 'migrations'`,
  );
  await owner.run(sql`grant usage on schema public to ${name}`);
  for (const { tablename } of rows) {
    const table = String(tablename);
    const rights = APPEND_ONLY.includes(table)
      ? 'select, insert'
      : DELETABLE.includes(table)
        ? 'select, insert, delete'
        : 'select, insert, update, delete';
    await owner.run(sql`revoke all on table ${sql.identifier(table)} from ${name}`);
    await owner.run(sql`grant ${sql.raw(rights)} on table ${sql.identifier(table)} to ${name}`);
  }
}
