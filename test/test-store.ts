import { sql } from 'drizzle-orm';
import { openStore, type Store } from '#examples/accounts-api/store/open-store.ts';

/** Of this process, which runs many files: making one takes seconds, emptying one does not. */
const unused: Store[] = [];

async function emptied({ database }: Store): Promise<void> {
  const { rows } = await database.execute<{ names: string }>(
    sql`select string_agg(quote_ident(tablename), ', ') names from pg_tables
      where schemaname = 'public' and tablename <> 'schema_versions'`,
  );
  await database.execute(sql.raw(`truncate ${rows[0]?.names} restart identity cascade`));
}

/** An accounts API's store in memory with nothing in it; closed, it is emptied for the next test. */
export async function openTestStore(): Promise<Store> {
  const store = unused.pop() ?? (await openStore());
  let isClosed = false;
  return {
    get database() {
      if (isClosed) throw new Error('The store is closed.');
      return store.database;
    },
    close: async () => {
      if (isClosed) throw new Error('The store is closed.');
      isClosed = true;
      await emptied(store);
      unused.push(store);
    },
  };
}
