import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
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

/** Brokers may start at once: the loser of a race finds the work done when it tries once more. */
export async function oneAfterAnother(work: () => Promise<void>): Promise<void> {
  for (let tried = 1; ; tried++) {
    try {
      return await work();
    } catch (error) {
      if (tried >= 5) throw error;
      await new Promise((resolve) => setTimeout(resolve, 200 * tried));
    }
  }
}

export async function migrate(database: Database): Promise<void> {
  const options = {
    migrationsFolder: migrationsFolder(),
    migrationsSchema: 'public',
    migrationsTable: 'migrations',
  };
  await oneAfterAnother(() =>
    database.driver === 'pglite'
      ? migratePglite(database.handle as never, options)
      : migratePostgres(database.handle as never, options),
  );
}
