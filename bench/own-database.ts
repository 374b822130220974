import { randomBytes } from 'node:crypto';
import postgres from 'postgres';
import { startPostgres } from '#test/postgres.ts';

export interface OwnDatabase {
  url: string;
  stop(): Promise<void>;
}

/** A fresh database whose commits are on disk: on the server of `DATABASE_URL`, else on one of our own. */
export async function ownDatabase(): Promise<OwnDatabase> {
  const given = process.env.DATABASE_URL;
  if (!given) return startPostgres({ durable: true });
  const name = `bench_${randomBytes(6).toString('hex')}`;
  const sql = postgres(given, { max: 1, onnotice: () => undefined });
  await sql`create database ${sql(name)}`;
  const url = new URL(given);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    async stop() {
      await sql`drop database ${sql(name)} with (force)`;
      await sql.end();
    },
  };
}
