import 'server-only';
import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import { readConfig } from '#lib/config.ts';

export type Database = PostgresJsDatabase<Record<string, never>> & { readonly $client: postgres.Sql };

/** `next dev` evaluates this module anew on every change; the pool must outlive that. */
const kept = globalThis as typeof globalThis & { countersignDatabase?: Database };

export function database(): Database {
  kept.countersignDatabase ??= openDatabase(readConfig().database);
  return kept.countersignDatabase;
}

export function openDatabase(options: { readonly url: string; readonly connections: number }): Database {
  const client = postgres(options.url, {
    max: options.connections,
    // Named statements collide where several processes share the embedded database's one session.
    prepare: options.connections > 1,
    connect_timeout: 10,
    onnotice: () => undefined,
  });
  return drizzle(client);
}
