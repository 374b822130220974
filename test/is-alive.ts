import { readIfThere } from '#bin/launch/private-file.ts';

/** Whether the process runs. One that has ended but that nobody waited for (a zombie) does not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const status = process.platform === 'linux' ? readIfThere(`/proc/${pid}/stat`) : undefined;
  return !/\) [ZX] /.test(status ?? '');
}
