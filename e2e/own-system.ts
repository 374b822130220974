import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { startPostgres } from '#test/postgres.ts';

export interface OwnSystem {
  baseURL: string;
  databaseUrl: string;
  /** Where it keeps what it has made: keys, certificates, `demo.json`. */
  data: string;
  stop: () => Promise<void>;
}

export interface Wishes {
  environment?: Record<string, string>;
  /** Every line that any of its programs says. */
  heard?: (line: string) => void;
}

/** The whole system once more, on a PostgreSQL that a test may look into and whose clocks it may move. */
export async function startOwnSystem(
  basePort: number,
  { environment = {}, heard = () => undefined }: Wishes = {},
): Promise<OwnSystem> {
  const postgres = await startPostgres();
  const data = await mkdtemp(join(tmpdir(), 'countersign-e2e-own-'));
  const program = spawn(process.execPath, ['bin/start.mjs'], {
    env: {
      ...process.env,
      ...environment,
      DATABASE_URL: postgres.url,
      COUNTERSIGN_BASE_PORT: String(basePort),
      COUNTERSIGN_DATA: data,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const stop = async () => {
    if (program.exitCode === null && program.signalCode === null) {
      program.kill('SIGTERM');
      await once(program, 'exit');
    }
    await postgres.stop();
    await rm(data, { recursive: true, force: true });
  };
  try {
    if (program.stdout) createInterface(program.stdout).on('line', heard);
    await running(program);
  } catch (error) {
    await stop();
    throw error;
  }
  return { baseURL: `http://localhost:${basePort}`, databaseUrl: postgres.url, data, stop };
}

function running(program: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    program.stdout?.setEncoding('utf8').on('data', (text: string) => {
      said = `${said}${text}`.slice(-4000);
      if (said.includes('Countersign is running')) resolve();
    });
    program.once('exit', () => reject(new Error(`the system did not start:\n${said}`)));
  });
}
