import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { LaunchError } from './launch-error.ts';
import { prefixLines } from './output.ts';

export interface Program {
  readonly name: string;
  readonly command: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
  /** Resolves to true once the program answers. */
  readonly isHealthy: () => Promise<boolean>;
  readonly patienceSeconds: number;
}

interface Running {
  readonly program: Program;
  readonly child: ChildProcess;
  readonly exited: Promise<string>;
}

const GRACE_MS = 10_000;

/** The programs of one start: begun one after another, ended in the reverse order, all of them, always. */
export class Programs {
  readonly #root: string;
  readonly #running: Running[] = [];
  #ending: Promise<void> | undefined;
  /** Resolves with a sentence when a program ends that nobody ended. */
  readonly died: Promise<string>;
  #tellDeath: (sentence: string) => void = () => {};

  constructor(root: string) {
    this.#root = root;
    this.died = new Promise((resolve) => {
      this.#tellDeath = resolve;
    });
  }

  async start(program: Program): Promise<void> {
    if (this.#ending) return;
    const leash = pathToFileURL(join(this.#root, 'bin/leash.mjs')).href;
    const child = spawn(process.execPath, ['--import', leash, ...program.command], {
      cwd: this.#root,
      env: program.environment,
      // A group of its own: Ctrl-C in the terminal reaches the launcher alone, which ends the rest in order.
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    if (child.stdout) prefixLines(program.name, child.stdout, process.stdout);
    if (child.stderr) prefixLines(program.name, child.stderr, process.stderr);
    const exited = new Promise<string>((resolve) => {
      child.once('error', (error) => resolve(`could not be started: ${error.message}`));
      child.once('exit', (code, signal) =>
        resolve(signal ? `was ended by ${signal}` : `ended with code ${code}`),
      );
    });
    this.#running.push({ program, child, exited });
    void exited.then((how) => {
      if (!this.#ending) this.#tellDeath(`${program.name} ${how}.`);
    });
    await this.#healthy(program, exited);
  }

  endAll(): Promise<void> {
    this.#ending ??= this.#end();
    return this.#ending;
  }

  /** A second Ctrl-C: no more patience. */
  killAll(): void {
    for (const { child } of this.#running) signalGroup(child, 'SIGKILL');
  }

  async #healthy({ name, isHealthy, patienceSeconds }: Program, exited: Promise<string>): Promise<void> {
    const end = Date.now() + patienceSeconds * 1000;
    const gone = exited.then((how) => {
      throw new LaunchError(`${name} ${how} before it was ready; its own lines are above.`);
    });
    gone.catch(() => {});
    while (!this.#ending) {
      if (await Promise.race([isHealthy(), gone])) return;
      if (Date.now() > end)
        throw new LaunchError(`${name} did not answer within ${patienceSeconds} seconds.`);
      await Promise.race([delay(150), gone]);
    }
  }

  async #end(): Promise<void> {
    for (const { child, exited } of [...this.#running].reverse()) {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGTERM');
        const kill = setTimeout(() => signalGroup(child, 'SIGKILL'), GRACE_MS);
        await exited;
        clearTimeout(kill);
      }
      signalGroup(child, 'SIGKILL');
    }
  }
}

/** The whole group: a program's own helpers must not outlive it. */
function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, signal);
  } catch {
    // The group is gone already, which is what was wanted.
  }
}
