import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';

export interface NodeProgram {
  readonly name: string;
  readonly command: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
  readonly isHealthy: () => Promise<boolean>;
}

const leash = pathToFileURL('bin/leash.mjs').href;
const PATIENCE_MS = 90_000;

/** One process of a cluster, which may be killed and started again. */
export class ClusterNode {
  readonly name: string;
  readonly #program: NodeProgram;
  #child: ChildProcess | undefined;
  #said = '';
  #isEnding = false;
  /** How it ended when nobody here ended it, with its last words. */
  readonly deaths: string[] = [];

  constructor(program: NodeProgram) {
    this.name = program.name;
    this.#program = program;
  }

  /** The last that it said, for whoever looks into a failure. */
  get said(): string {
    return this.#said;
  }

  start(): void {
    const { command, environment } = this.#program;
    const child = spawn(process.execPath, ['--import', leash, ...command], {
      env: environment,
      // A group of its own, so that its own helpers can be ended with it.
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    const hear = (chunk: Buffer) => {
      this.#said = `${this.#said}${chunk}`.slice(-20_000);
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    this.#isEnding = false;
    child.once('exit', (code, signal) => {
      if (!this.#isEnding)
        this.deaths.push(`${this.name} ended (${code ?? signal}): ${this.#said.slice(-1_000)}`);
    });
    this.#child = child;
  }

  async healthy(): Promise<void> {
    const end = performance.now() + PATIENCE_MS;
    while (!(await this.#program.isHealthy())) {
      const { exitCode } = this.#child ?? {};
      if (typeof exitCode === 'number' || performance.now() > end)
        throw new Error(`${this.name} does not answer (exit ${exitCode}).\n${this.#said}`);
      await delay(50);
    }
  }

  async startHealthy(): Promise<void> {
    this.start();
    await this.healthy();
  }

  /** As a machine that loses power: nothing is finished, nobody is told. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  async stop(): Promise<void> {
    await this.#end('SIGTERM');
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    this.#isEnding = true;
    const gone = once(child, 'exit');
    process.kill(signal === 'SIGKILL' ? -child.pid : child.pid, signal);
    const late = setTimeout(() => process.kill(-(child.pid ?? 0), 'SIGKILL'), 15_000);
    await gone;
    clearTimeout(late);
  }
}
