import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { run } from './run.mjs';

function fromProc(pid) {
  try {
    return `${pid} ${readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')} ${readlinkSync(`/proc/${pid}/cwd`)}`;
  } catch {
    // It has ended, or is somebody else's.
    return '';
  }
}

/** The processes that work in this folder, or run something in it. */
export function processesIn(folder) {
  const all = existsSync('/proc/self/cmdline')
    ? readdirSync('/proc')
        .filter((name) => /^\d+$/.test(name))
        .map(fromProc)
    : run('ps', ['-axo', 'pid,command']).split('\n');
  return all.filter((line) => line.includes(folder)).map((line) => line.trim());
}
