import { PGlite } from '@electric-sql/pglite';
import { sql } from 'drizzle-orm';
import { drizzle, type PgliteDatabase } from 'drizzle-orm/pglite';
import { MIGRATIONS } from './migrations.ts';
import { schemaVersions } from './tables.ts';

export interface Store {
  database: PgliteDatabase;
  close(): Promise<void>;
}

async function migrate(database: PgliteDatabase): Promise<void> {
  await database.execute(sql`create table if not exists schema_versions (version integer primary key)`);
  const done = await database.select().from(schemaVersions);
  for (const [index, statements] of MIGRATIONS.entries()) {
    const version = index + 1;
    if (done.some((one) => one.version === version)) continue;
    await database.transaction(async (transaction) => {
      for (const statement of statements) await transaction.execute(sql.raw(statement));
      await transaction.insert(schemaVersions).values({ version });
    });
  }
}

/** Opens the folder's database and brings it up to date. Without a folder it lives in memory. */
export async function openStore(folder?: string): Promise<Store> {
  const engine = await PGlite.create(folder === undefined ? {} : { dataDir: folder });
  const database = drizzle(engine);
  await migrate(database);
  return { database, close: () => engine.close() };
}
