import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';

export interface Program {
  readonly pid: number;
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
  return { pid: child.pid ?? 0, stop };
}

const isOver = ({ exitCode, signalCode }: ChildProcess) => exitCode !== null || signalCode !== null;
