import { existsSync, mkdirSync, readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigurationError } from '../config/configuration-error.ts';
import { FolderTaken, ownFolder } from './own-folder.ts';

const OWNER = 'owner';
const DATABASE = 'database';

/** Until 0.1 the database's files lay in the folder itself; the one that marks them as a database goes last. */
function moveIn(folder: string, database: string): void {
  if (!existsSync(join(folder, 'PG_VERSION'))) return;
  mkdirSync(database, { recursive: true, mode: 0o700 });
  const files = readdirSync(folder).filter((name) => ![OWNER, DATABASE, 'PG_VERSION'].includes(name));
  for (const name of [...files, 'PG_VERSION']) renameSync(join(folder, name), join(database, name));
}

/**
 * The embedded database has exactly one owner; two would destroy it. What tells owners apart stands beside the
 * database's own folder, where everybody finds it who comes to this folder by any path.
 */
export async function takeEmbeddedFolder(folder: string): Promise<{ database: string; letGo: () => void }> {
  try {
    const letGo = await ownFolder(join(folder, OWNER));
    const database = join(folder, DATABASE);
    moveIn(folder, database);
    return { database, letGo };
  } catch (error) {
    if (!(error instanceof FolderTaken)) throw error;
    const { pid, elsewhere } = error.by;
    const other = 'set BROKER_DATA to another folder, or use PostgreSQL by DATABASE_URL';
    throw new ConfigurationError(
      elsewhere
        ? `A broker on another machine (${elsewhere.host}) may own the embedded database in ${folder}, and cannot be asked from here. If it has ended, remove ${elsewhere.file}; else ${other}.`
        : `Another broker (process ${pid}) owns the embedded database in ${folder}. End it, ${other}.`,
    );
  }
}
