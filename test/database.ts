import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
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

const migration = readFileSync(new URL('../drizzle/broker/0000_initial.sql', import.meta.url));
const version = readFileSync(new URL('../node_modules/@electric-sql/pglite/package.json', import.meta.url));
const dumped = join(
  tmpdir(),
  `countersign-migrated-${createHash('sha256').update(migration).update(version).digest('hex').slice(0, 16)}.tar`,
);

/** Making a database takes seconds, loading a made one does not: the first test that needs one leaves it for all. */
async function migratedDump(): Promise<Blob> {
  const kept = await readFile(dumped).catch(() => undefined);
  if (kept) return new Blob([kept]);
  const client = await PGlite.create();
  await client.exec(migration.toString('utf8').replaceAll('--> statement-breakpoint', ''));
  const dump = await client.dumpDataDir('none');
  await client.close();
  const own = `${dumped}.${randomBytes(6).toString('hex')}`;
  await writeFile(own, Buffer.from(await dump.arrayBuffer()));
  await rename(own, dumped);
  return dump;
}

/** A migrated database of the test's own: PostgreSQL in the `db` project, embedded and in memory elsewhere. */
export async function openTestDatabase(): Promise<Database> {
  const server = inject('databaseUrl') as string | undefined;
  if (!server) return openPglite(undefined, await migratedDump());
  const database = await createdOn(server);
  await migrate(database);
  return database;
}
