import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import { type Database, openPglite, openPostgres } from './client.ts';
import { grantToRuntimeRole, migrate } from './migrate.ts';

export async function openDatabase(config: Config['database'], log: Logger): Promise<Database> {
  if (!config.url) {
    log.warn(
      { folder: config.folder },
      'DATABASE_URL is not set: using the embedded database. It is for trying out and for development; it does not flush each commit to disk. Use PostgreSQL for real use.',
    );
    const database = await openPglite(config.folder);
    await migrate(database);
    return database;
  }
  if (config.ownerUrl) {
    const owner = openPostgres(config.ownerUrl, 1);
    await migrate(owner);
    await grantToRuntimeRole(owner, decodeURIComponent(new URL(config.url).username));
    await owner.close();
    return openPostgres(config.url);
  }
  log.warn('DATABASE_OWNER_URL is not set: the log is not protected from the role that serves requests.');
  const database = openPostgres(config.url);
  await migrate(database);
  return database;
}
