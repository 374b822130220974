import { spawn } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { delimiter, dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ailments, openPorts } from './health.mjs';
import { plainEnvironment } from './people.mjs';
import { processesIn } from './processes.mjs';

const RUNNING = 'Countersign is running.';
const MOST_MS = 20 * 60_000;
const END_WITHIN_MS = 60_000;

let current;
/** For whoever interrupts this: what runs is ended with it. */
export const endCurrent = () => current && signalGroup(current, 'SIGTERM');

/** To npm, its shell and the launcher at once, as a terminal does it. */
function signalGroup({ pid }, signal) {
  try {
    process.kill(-pid, signal);
  } catch {
    // The group is gone.
  }
}

/** `npm start` in that folder as that user; `said()` is what it has said so far. */
export function npmStart({ folder, user, port, node = process.execPath, env = {} }) {
  const npm = process.env.npm_execpath;
  const [command, args] = npm?.endsWith('.js') ? [node, [npm, 'start']] : ['npm', ['start']];
  const path = `${dirname(node)}${delimiter}${process.env.PATH}`;
  const child = spawn(command, args, {
    cwd: folder,
    env: { ...plainEnvironment, ...user.env, ...env, PATH: path, COUNTERSIGN_BASE_PORT: String(port) },
    ...(user.uid === undefined ? {} : { uid: user.uid, gid: user.gid }),
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  current = child;
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk));
  const exited = new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code, signal) => resolve(signal ?? code));
  });
  void exited.then(() => (current = undefined));
  return { child, exited, said: () => said };
}

/** Starts, looks whether all is well, ends it with Ctrl-C and looks whether anything is left. Throws what is amiss. */
export async function startAndEnd(options) {
  const { folder, port, node = process.execPath } = options;
  const { child, exited, said } = npmStart(options);
  const faults = [];
  try {
    const running = until(() => said().includes(RUNNING), MOST_MS).then((is) =>
      is ? RUNNING : 'it took too long',
    );
    const first = await Promise.race([running, exited.then((how) => `it ended (${how}) before it ran`)]);
    if (first !== RUNNING) throw new Error(first);
    faults.push(...(await ailments(folder, port)));
    const runsOn = `${realpathSync(node)} `;
    if (!processesIn(folder).some((line) => line.includes(runsOn) && line.includes('dist/broker.js')))
      faults.push(`the broker does not run on ${node}`);
    signalGroup(child, 'SIGINT');
    const ended = await Promise.race([exited, delay(END_WITHIN_MS, 'never', { ref: false })]);
    if (![0, 130, 'SIGINT'].includes(ended)) faults.push(`after Ctrl-C it ended with ${ended}`);
    if (!said().includes('The broker is ending.')) faults.push('the broker was not asked to end');
    // npm may be gone a moment before the launcher is.
    await until(() => processesIn(folder).length === 0, END_WITHIN_MS);
    faults.push(...processesIn(folder).map((line) => `left behind: ${line.slice(0, 200)}`));
    faults.push(...(await openPorts(port)).map((one) => `port ${one} is still open`));
    if (faults.length > 0) throw new Error(faults.join('\n'));
    return said();
  } catch (error) {
    signalGroup(child, 'SIGTERM');
    await until(() => processesIn(folder).length === 0, END_WITHIN_MS);
    throw new Error(`${error.message}\n${said().split('\n').slice(-25).join('\n')}`);
  }
}

async function until(is, ms) {
  for (const end = performance.now() + ms; performance.now() < end; await delay(200)) if (is()) return true;
  return is();
}
