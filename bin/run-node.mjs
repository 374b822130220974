import { spawn } from 'node:child_process';
import { constants } from 'node:os';

let current;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    interrupted = signal;
    current?.kill(signal);
  });
}

// npm passes a signal on to the shell it started, and some shells die of it without a word to us.
if (process.env.npm_lifecycle_event) {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    process.kill(process.pid, 'SIGTERM');
  }, 500);
  watch.unref();
}

/** The signal that asked this process to end, if any: nothing new is started then. */
export let interrupted;

/** What a shell would answer for a process that this signal ended. */
export const exitCodeOf = (signal) => 128 + constants.signals[signal];

/**
 * Runs Node with these arguments and waits. A signal that asks us to end goes on to it, so that nothing is left
 * behind. Answers `{ status, output }`; output only where `keep` is set, else it goes straight to `stdout`.
 */
export async function runNode(args, { cwd, env = {}, keep = false, stdout = 'inherit' }) {
  if (interrupted) return { status: null, output: '' };
  const child = spawn(process.execPath, args, {
    cwd,
    stdio: ['ignore', keep ? 'pipe' : stdout, 'inherit'],
    env: { ...process.env, ...env },
  });
  current = child;
  let output = '';
  child.stdout?.on('data', (chunk) => {
    output += chunk;
    process.stdout.write(chunk);
  });
  const status = await new Promise((resolve) => {
    child.once('error', () => resolve(null));
    child.once('close', resolve);
  });
  current = undefined;
  return { status, output };
}
