import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, chown, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import postgres from 'postgres';
import type { TestProject } from 'vitest/node';
import { freePort } from './free-port.ts';
import { copyPostgresBinaries } from './postgres-binaries.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Superuser URL of a PostgreSQL server, in the `db` project only. */
    databaseUrl: string;
  }
}

/** Nothing here outlives its test, so nothing waits for a disk. */
const hasty = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'];
const durable = ['fsync=on', 'synchronous_commit=on', 'full_page_writes=on'];

export interface PostgresServer {
  /** Of the superuser. */
  readonly url: string;
  /** As after a crash of the server: no connection is told, and what was committed comes back from its log. */
  crash(): Promise<void>;
  /** At the same address, with the same data. */
  startAgain(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts a real PostgreSQL on a free loopback port, in a folder of its own that `stop` removes. `durable`: a commit is
 * on disk before it is answered, as whoever measures or crashes it wants it.
 */
export async function startPostgres(options: { durable?: boolean } = {}): Promise<PostgresServer> {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-postgres-'));
  const user = await serverUser();
  try {
    await chmod(folder, 0o755);
    const bin = await copyPostgresBinaries(join(folder, 'postgres'));
    const data = join(folder, 'data');
    const give = async (path: string) => {
      if (user.uid !== undefined && user.gid !== undefined) await chown(path, user.uid, user.gid);
    };
    await give(folder);
    const password = crypto.randomUUID();
    const passwordFile = join(folder, 'password');
    await writeFile(passwordFile, password, { mode: 0o600 });
    await give(passwordFile);
    const init = ['--username=postgres', `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '--no-sync'];
    await finished(spawn(join(bin, 'initdb'), ['-D', data, '-E', 'UTF8', '--locale=C', ...init], user));

    const port = await freePort();
    const settings = [...(options.durable ? durable : hasty), 'max_connections=200'];
    const serve = () =>
      spawn(
        join(bin, 'postgres'),
        ['-D', data, '-h', '127.0.0.1', '-p', String(port), '-k', '', ...settings.flatMap((s) => ['-c', s])],
        { ...user, stdio: 'ignore' },
      );
    let server = serve();
    const url = `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;
    const stop = async () => {
      await ended(server, 'SIGINT');
      await rm(folder, { recursive: true, force: true });
    };
    await accepting(url, server).catch(async (error: unknown) => {
      await stop();
      throw error;
    });
    return {
      url,
      stop,
      crash: () => ended(server, 'SIGQUIT'),
      startAgain: async () => {
        server = serve();
        await accepting(url, server);
      },
    };
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

/** Vitest's global set-up of the `db` project: `DATABASE_URL`, else a server of our own. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.DATABASE_URL;
  const server = given ? { url: given, stop: async () => {} } : await startPostgres();
  project.provide('databaseUrl', server.url);
  return server.stop;
}

/** PostgreSQL refuses to run as root: then it runs as `postgres` or `nobody`. */
async function serverUser(): Promise<{ uid?: number; gid?: number; cwd: string }> {
  if (process.getuid?.() !== 0) return { cwd: tmpdir() };
  const people = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  const found = people.find(([name]) => name === 'postgres') ?? people.find(([name]) => name === 'nobody');
  if (!found) throw new Error('PostgreSQL cannot run as root, and there is no user "postgres" or "nobody"');
  return { uid: Number(found[2]), gid: Number(found[3]), cwd: tmpdir() };
}

async function finished(child: ChildProcess): Promise<void> {
  let said = '';
  child.stdout?.resume();
  child.stderr?.on('data', (chunk: Buffer) => {
    said += chunk;
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error(`initdb ended with ${code}: ${said.trim()}`);
}

async function accepting(url: string, server: ChildProcess): Promise<void> {
  const sql = postgres(url, { max: 1, connect_timeout: 2, onnotice: () => {} });
  try {
    for (let attempt = 0; attempt < 150; attempt += 1) {
      if (server.exitCode !== null) throw new Error(`postgres ended with ${server.exitCode}`);
      const up = await sql`select 1`.then(
        () => true,
        () => false,
      );
      if (up) return;
      await delay(100);
    }
    throw new Error('postgres accepted no connection');
  } finally {
    await sql.end({ timeout: 1 });
  }
}

async function ended(server: ChildProcess, signal: 'SIGINT' | 'SIGQUIT'): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const gone = new Promise((resolve) => server.once('exit', resolve));
  server.kill(signal);
  const late = setTimeout(() => server.kill('SIGQUIT'), 10_000);
  await gone;
  clearTimeout(late);
}
