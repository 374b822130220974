import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { ConfigurationError } from '../config.ts';

const TRIES = 2;

/** A pid is given out again after a reboot or in a new container: then the start time tells the two apart. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}

function isAlive(pid: number, started: string): boolean {
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false;
  }
  const now = startOf(pid);
  return started === '' || now === '' || now === started;
}

/**
 * The embedded database has exactly one owner; two would destroy it. The lock lies beside its folder, so that
 * nothing of ours is inside. A broker that was killed leaves its lock, and the next start sees that it is gone.
 */
export function lockFolder(folder: string): () => void {
  const path = `${folder.replace(/\/+$/, '')}.lock`;
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const mine = `${process.pid} ${startOf(process.pid)}`.trim();
  for (let tried = 0; tried < TRIES; tried++) {
    try {
      writeFileSync(path, mine, { flag: 'wx', mode: 0o600 });
      return () => {
        if (readFileSync(path, 'utf8') === mine) rmSync(path, { force: true });
      };
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
      const [pid = '', started = ''] = readFileSync(path, 'utf8').split(' ');
      if (isAlive(Number(pid), started))
        throw new ConfigurationError(
          `Another broker (process ${pid}) owns the embedded database in ${folder}. End it, set BROKER_DATA to another folder, or use PostgreSQL by DATABASE_URL.`,
        );
      rmSync(path, { force: true });
    }
  }
  throw new ConfigurationError(`Another broker took the embedded database in ${folder} at the same moment.`);
}
