import 'server-only';
import path from 'node:path';
import { migrate } from 'drizzle-orm/postgres-js/migrator';
import type { Database } from './client.ts';

export async function migrateDatabase(
  database: Database,
  folder = path.join(process.cwd(), 'drizzle/console'),
): Promise<void> {
  const options = { migrationsFolder: folder, migrationsSchema: 'console', migrationsTable: 'migrations' };
  try {
    await migrate(database, options);
  } catch {
    // Another console that started in the same moment may have been first; then nothing is left to do.
    await migrate(database, options);
  }
}
