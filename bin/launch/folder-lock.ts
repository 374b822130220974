import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive } from './is-alive.ts';
import { LaunchError } from './launch-error.ts';

/** One launcher per data folder: the embedded databases have exactly one owner. Returns how to let go. */
export function lockFolder(data: string): () => void {
  mkdirSync(data, { recursive: true, mode: 0o700 });
  const path = join(data, 'lock');
  for (let attempt = 0; attempt < 2; attempt += 1) {
    try {
      writeFileSync(path, `${process.pid}\n`, { flag: 'wx', mode: 0o600 });
      return () => rmSync(path, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const holder = Number(readFileSync(path, 'utf8'));
      if (isAnother(holder)) {
        throw new LaunchError(
          `Countersign already runs on ${data} (process ${holder}). End it first, or give this one a folder and ports of its own:\n` +
            '  COUNTERSIGN_DATA=.countersign-two COUNTERSIGN_BASE_PORT=4000 npm start\n' +
            `If process ${holder} is something else, remove ${path}.`,
        );
      }
      rmSync(path, { force: true });
    }
  }
  throw new LaunchError(`Another start took ${path} at the same moment.`);
}

/** In a fresh container the new launcher may well have the process id of the old one. */
function isAnother(pid: number): boolean {
  return Number.isInteger(pid) && pid > 0 && pid !== process.pid && pid !== process.ppid && isAlive(pid);
}
