import type { Logger } from 'pino';
import { ConfigurationError } from '../config/configuration-error.ts';
import type { Config } from '../config.ts';
import { type Database, openPglite, openPostgres } from './client.ts';
import { migrate, oneAfterAnother } from './migrate.ts';
import { currentRole, grantToRuntimeRole, mayChangeTheLog } from './run-time-role.ts';

async function openEmbedded(folder: string, log: Logger): Promise<Database> {
  log.warn(
    { folder },
    'DATABASE_URL is not set: using the embedded database. It is for trying out and for development; it does not flush each commit to disk. Use PostgreSQL for real use.',
  );
  const database = await openPglite(folder);
  await migrate(database);
  return database;
}

async function prepareAsOwner(ownerUrl: string, runtime: Database): Promise<void> {
  const role = await currentRole(runtime);
  const owner = openPostgres(ownerUrl, 1);
  try {
    await migrate(owner);
    await oneAfterAnother(() => grantToRuntimeRole(owner, role));
  } finally {
    await owner.close();
  }
  if (await mayChangeTheLog(runtime))
    throw new ConfigurationError(
      `The role of DATABASE_URL, ${role}, could change the log: it owns the tables, is a superuser, or has the right by another role. Give it a role of its own that is no member of the one in DATABASE_OWNER_URL.`,
    );
}

export async function openDatabase(
  { url, ownerUrl, folder }: Config['database'],
  log: Logger,
): Promise<Database> {
  if (!url) return openEmbedded(folder, log);
  const database = openPostgres(url);
  try {
    if (ownerUrl) await prepareAsOwner(ownerUrl, database);
    else {
      log.warn('DATABASE_OWNER_URL is not set: the log is not protected from the role that serves requests.');
      await migrate(database);
    }
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}
