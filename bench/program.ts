import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';

export interface Program {
  readonly pid: number;
  /** Processor time it has used so far, which other programs' load disturbs less than any clock; 0 where nobody tells. */
  cpuMs(): number;
  /** Its resident memory; 0 where nobody tells. */
  memoryKb(): number;
  /** Asks it to end and waits. */
  stop(): Promise<void>;
}

export interface Starting {
  root: string;
  /** Arguments of Node, the file among them. */
  command: string[];
  environment: NodeJS.ProcessEnv;
  isReady: () => Promise<boolean>;
}

const PATIENCE_MS = 60_000;

/** One program in a process of its own, on the leash: it ends when the bench is gone. Its output goes to the error stream. */
export async function startProgram({ root, command, environment, isReady }: Starting): Promise<Program> {
  const leash = pathToFileURL(join(root, 'bin/leash.mjs')).href;
  const child = spawn(process.execPath, ['--import', leash, ...command], {
    cwd: root,
    env: environment,
    stdio: ['ignore', process.stderr.fd, 'inherit', 'ipc'],
  });
  const stop = async () => {
    if (isOver(child)) return;
    child.kill('SIGTERM');
    await once(child, 'exit');
  };
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    const ready = await isReady();
    // Whoever answers may be somebody else, when ours has found its port taken.
    if (ready && !isOver(child)) break;
    if (isOver(child) || Date.now() > until) {
      await stop();
      throw new Error(`${command.at(-1)} did not start.`);
    }
    await delay(50);
  }
  const pid = child.pid ?? 0;
  return { pid, stop, cpuMs: () => cpuMsOf(pid), memoryKb: () => memoryKbOf(pid) };
}

function memoryKbOf(pid: number): number {
  try {
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

/** proc(5): fields 14 and 15, in hundredths of a second, counted behind the name in parentheses. */
function cpuMsOf(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) * 10;
  } catch {
    return 0;
  }
}

const isOver = ({ exitCode, signalCode }: ChildProcess) => exitCode !== null || signalCode !== null;
