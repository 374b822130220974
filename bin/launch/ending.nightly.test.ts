import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import postgres from 'postgres';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { freePort } from '#test/free-port.ts';
import { isAlive } from '#test/is-alive.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const data = mkdtempSync(join(tmpdir(), 'countersign-ending-'));
const minutes = 60_000;
let port: number;
let launcher: ChildProcess | undefined;
let said = '';

beforeAll(async () => {
  port = await freePort();
});
afterEach(async () => {
  if (launcher?.exitCode === null && launcher.signalCode === null) {
    launcher.kill('SIGKILL');
    await ended(launcher);
  }
});
afterAll(() => {
  for (const path of [`${data}-link`, data]) rmSync(path, { recursive: true, force: true });
});

const ended = (child: ChildProcess) =>
  new Promise<string>((resolve) => child.once('exit', (code, signal) => resolve(String(signal ?? code))));

function spawnLauncher(at: number, folder = data) {
  return spawn(process.execPath, ['bin/start.mjs'], {
    cwd: root,
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      NODE_ENV: 'production',
      COUNTERSIGN_DATA: folder,
      COUNTERSIGN_BASE_PORT: String(at),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

async function start(): Promise<{ child: ChildProcess; exited: Promise<string>; pids: number[] }> {
  said = '';
  const child = spawnLauncher(port);
  launcher = child;
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      said += chunk;
    });
  await expect.poll(() => said, { timeout: 6 * minutes, interval: 200 }).toContain('Countersign is running.');
  return { child, exited: ended(child), pids: [child.pid ?? 0, ...childrenOf(child.pid)] };
}

function childrenOf(parent = 0): number[] {
  const pids = readdirSync('/proc').map(Number).filter(Number.isInteger);
  const own = pids.filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[1] === String(parent);
    } catch {
      return false;
    }
  });
  return own.flatMap((pid) => [pid, ...childrenOf(pid)]);
}

const demo = () => JSON.parse(readFileSync(join(data, 'demo.json'), 'utf8'));
const owners = () => ['owner', 'broker/owner'].flatMap((folder) => readdirSync(join(data, folder)));

async function inConsole<T>(work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(`postgres://postgres@localhost:${port + 4}/postgres`, { max: 1, onnotice: () => {} });
  return work(sql).finally(() => sql.end());
}

const starts: number[] = [];
let delegations: unknown;

/** What the last start left is there, and this one leaves more. */
async function looksWhole(): Promise<void> {
  delegations ??= demo().delegations;
  expect(demo().delegations).toEqual(delegations);
  const kept = await inConsole(async (sql) => {
    await sql`create table if not exists starts (n int primary key)`;
    const rows = await sql<{ n: number }[]>`select n from starts order by n`;
    await sql`insert into starts values (${starts.length})`;
    return rows.map(({ n }) => n);
  });
  expect(kept).toEqual(starts);
  starts.push(starts.length);
}

const askings: [string, (child: ChildProcess) => Promise<void>][] = [
  ['SIGTERM', async (child) => void child.kill('SIGTERM')],
  [
    'SIGINT, which npm hands on a second time',
    async (child) => {
      child.kill('SIGINT');
      await delay(100);
      child.kill('SIGINT');
    },
  ],
  [
    'SIGHUP of a terminal that was closed',
    async (child) => {
      child.stdout?.destroy();
      child.stderr?.destroy();
      child.kill('SIGHUP');
      await delay(100);
      child.kill('SIGHUP');
    },
  ],
];

for (const [name, ask] of askings)
  it(
    `on ${name}, all programs end in order, and the next start finds everything`,
    async () => {
      const { child, exited, pids } = await start();
      await looksWhole();
      expect(pids.length).toBeGreaterThan(4);
      await ask(child);
      expect(await exited).toBe('0');
      expect(pids.filter(isAlive)).toEqual([]);
      expect(owners()).toEqual([]);
    },
    10 * minutes,
  );

/** With ports of its own, and by another path to the same folder. */
async function refusalOfASecond(): Promise<string> {
  symlinkSync(data, `${data}-link`);
  const second = spawnLauncher(await freePort(), `${data}-link`);
  let refusal = '';
  second.stderr.on('data', (chunk) => {
    refusal += chunk;
  });
  expect(await ended(second)).toBe('1');
  return refusal;
}

it(
  'a second launcher is refused; when the first is killed its programs end by themselves, and it bars nobody',
  async () => {
    const { child, exited, pids } = await start();
    await looksWhole();
    expect(said).toContain('for trying out and for development');
    expect(await refusalOfASecond()).toContain(
      `Countersign already runs on ${data}-link (process ${child.pid}). End it first`,
    );
    child.kill('SIGKILL');
    await exited;
    await expect.poll(() => pids.filter(isAlive), { timeout: 15_000 }).toEqual([]);
    expect(readdirSync(join(data, 'broker/owner'))).toEqual([]);
    const next = await start();
    await looksWhole();
    next.child.kill('SIGTERM');
    expect(await next.exited).toBe('0');
    expect(owners()).toEqual([]);
  },
  10 * minutes,
);
