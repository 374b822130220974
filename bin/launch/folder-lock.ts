import { join } from 'node:path';
import { FolderTaken, ownFolder } from '#broker/db/own-folder.ts';
import { LaunchError } from './launch-error.ts';

const AGAIN = '  COUNTERSIGN_DATA=.countersign-two COUNTERSIGN_BASE_PORT=4000 npm start';

/** One launcher per data folder: the embedded databases have exactly one owner. Returns how to let go. */
export async function lockFolder(data: string): Promise<() => void> {
  try {
    return await ownFolder(join(data, 'owner'));
  } catch (error) {
    if (!(error instanceof FolderTaken)) throw error;
    const { pid, elsewhere } = error.by;
    throw new LaunchError(
      elsewhere
        ? `Countersign may be running on ${data}, on another machine (${elsewhere.host}). If it has ended, remove ${elsewhere.file}; else give this one a folder of its own:\n${AGAIN}`
        : `Countersign already runs on ${data} (process ${pid}). End it first, or give this one a folder and ports of its own:\n${AGAIN}`,
    );
  }
}
