import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { sql } from 'drizzle-orm';
import { inject } from 'vitest';
import { type Database, databaseOn, openPostgres } from '#broker/db/client.ts';
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

/** What a database looks like before anybody has used it. */
async function shapeOf(client: PGlite): Promise<string> {
  const { rows } = await client.query<{ shape: string }>(`
    select string_agg(concat(table_schema, '.', table_name, '.', column_name, ' ', data_type), ',' order by table_schema,
      table_name, ordinal_position) shape
    from information_schema.columns where table_schema not in ('pg_catalog', 'information_schema')`);
  return rows[0]?.shape ?? '';
}

async function emptied(client: PGlite): Promise<string> {
  const { rows } = await client.query<{ names: string }>(
    "select string_agg(quote_ident(tablename), ', ') names from pg_tables where schemaname = 'public'",
  );
  await client.exec(`truncate ${rows[0]?.names} cascade; reset all; unlisten *`);
  return shapeOf(client);
}

/** Of this process, which runs many files: starting one takes two seconds, emptying one does not. */
const unused: PGlite[] = [];
let untouched: string | undefined;
const PATIENCE_MS = 5_000;

/** Lent to one test: closed for it for good, it is emptied for the next. One that has changed its shape is not. */
async function lent(): Promise<Database> {
  const client = unused.pop() ?? (await PGlite.create({ loadDataDir: await migratedDump() }));
  untouched ??= await shapeOf(client);
  let closed = false;
  const own = new Proxy(client, {
    get(target, name) {
      if (closed) throw new Error('PGlite is closed');
      const member: unknown = Reflect.get(target, name, target);
      return typeof member === 'function' ? member.bind(target) : member;
    },
  });
  return databaseOn(own, async () => {
    if (closed) throw new Error('PGlite is closed');
    closed = true;
    const late = new Promise<undefined>((resolve) => setTimeout(resolve, PATIENCE_MS, undefined).unref());
    const shape = await Promise.race([emptied(client).catch(() => undefined), late]);
    if (shape === untouched) unused.push(client);
    else await Promise.race([client.close().catch(() => undefined), late]);
  });
}

/** A migrated database of the test's own: PostgreSQL in the `db` project, embedded and in memory elsewhere. */
export async function openTestDatabase(): Promise<Database> {
  const server = inject('databaseUrl') as string | undefined;
  if (!server) return lent();
  const database = openPostgres((await createdOn(server)).href);
  await migrate(database);
  return database;
}
