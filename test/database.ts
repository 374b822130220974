import { randomBytes } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { inject } from 'vitest';
import { type Database, openPglite, openPostgres } from '#broker/db/client.ts';
import { migrate } from '#broker/db/migrate.ts';

async function createdOn(server: string): Promise<Database> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  const admin = openPostgres(server, 1);
  await admin.run(sql`create database ${sql.identifier(name)}`);
  await admin.close();
  const url = new URL(server);
  url.pathname = `/${name}`;
  return openPostgres(url.href);
}

/** A migrated database of the test's own: PostgreSQL in the `db` project, embedded and in memory elsewhere. */
export async function openTestDatabase(): Promise<Database> {
  const server = inject('databaseUrl') as string | undefined;
  const database = server ? await createdOn(server) : await openPglite(undefined);
  await migrate(database);
  return database;
}
