import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { sql } from 'drizzle-orm';
import { inject } from 'vitest';
import { type Database, openPglite, openPostgres } from '#broker/db/client.ts';
import { migrate } from '#broker/db/migrate.ts';

/** The superuser's URL of a new and empty database on the server of the `db` project. */
export async function createdOn(server: string): Promise<URL> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  const admin = openPostgres(server, 1);
  await admin.run(sql`create database ${sql.identifier(name)}`);
  await admin.close();
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url;
}

const folder = new URL('../drizzle/broker/', import.meta.url);
const migrations = readdirSync(folder)
  .filter((name) => name.endsWith('.sql'))
  .sort()
  .map((name) => readFileSync(new URL(name, folder), 'utf8').replaceAll('--> statement-breakpoint', ''));
const version = readFileSync(new URL('../node_modules/@electric-sql/pglite/package.json', import.meta.url));
const hash = createHash('sha256')
  .update(JSON.stringify(migrations))
  .update(version)
  .digest('hex')
  .slice(0, 16);
const dumped = join(tmpdir(), `countersign-migrated-${hash}.tar`);

/** Making a database takes seconds, loading a made one does not: the first test that needs one leaves it for all. */
async function migratedDump(): Promise<Blob> {
  const kept = await readFile(dumped).catch(() => undefined);
  if (kept) return new Blob([kept]);
  const client = await PGlite.create();
  for (const migration of migrations) await client.exec(migration);
  const dump = await client.dumpDataDir('none');
  await client.close();
  const bytes = Buffer.from(await dump.arrayBuffer());
  const own = `${dumped}.${randomBytes(6).toString('hex')}`;
  // Whoever cleans the temp folder in between costs the next test its head start, not this one its database.
  await writeFile(own, bytes)
    .then(() => rename(own, dumped))
    .catch(() => undefined);
  return new Blob([bytes]);
}

/** A migrated database of the test's own: PostgreSQL in the `db` project, embedded and in memory elsewhere. */
export async function openTestDatabase(): Promise<Database> {
  const server = inject('databaseUrl') as string | undefined;
  if (!server) return openPglite(undefined, await migratedDump());
  const database = openPostgres((await createdOn(server)).href);
  await migrate(database);
  return database;
}
