import { type ChildProcess, spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { takeEmbeddedFolder } from './embedded-folder.ts';

const scratch = mkdtempSync(join(tmpdir(), 'countersign-owner-'));
const program = join(scratch, 'owner.mjs');
let folder: string;
let running: Starter[] = [];

interface Starter {
  child: ChildProcess;
  pid: number;
  /** Lets it try for the folder. */
  go(): void;
  /** `has`, or whom it found there. */
  said: Promise<string>;
  kill(): Promise<void>;
}

beforeAll(async () => {
  await build({
    stdin: {
      contents: `
        import { ownFolder } from './own-folder.ts';
        process.stdin.once('data', () => ownFolder(process.argv[2]).then(
          () => console.log('has'),
          (error) => { console.log(error.by ? 'found ' + error.by.pid : String(error)); process.exit(1); },
        ));
        console.log('here');`,
      resolveDir: fileURLToPath(new URL('.', import.meta.url)),
    },
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile: program,
    logLevel: 'silent',
  });
});
beforeEach(() => {
  folder = mkdtempSync(join(scratch, 'folder-'));
});
afterEach(async () => {
  await Promise.all(running.map(({ kill }) => kill()));
  running = [];
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

async function starter(path = join(folder, 'owner')): Promise<Starter> {
  const child = spawn(process.execPath, [program, path], { stdio: ['pipe', 'pipe', 'inherit'] });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const lines: string[] = [];
  const line = (n: number) =>
    expect
      .poll(() => lines[n], { timeout: 20_000 })
      .toBeDefined()
      .then(() => lines[n] ?? '');
  child.stdout.on('data', (chunk: Buffer) => lines.push(...String(chunk).trim().split('\n')));
  const one: Starter = {
    child,
    pid: child.pid ?? 0,
    go: () => void child.stdin.write('go\n'),
    said: line(0).then(() => line(1)),
    kill: async () => {
      child.kill('SIGKILL');
      await gone;
    },
  };
  running.push(one);
  await line(0);
  return one;
}

async function starts(path?: string): Promise<Starter> {
  const one = await starter(path);
  one.go();
  await one.said;
  return one;
}

it('of many that start at the same moment exactly one gets the folder, also over what a killed one left', async () => {
  for (let round = 0; round < 4; round++) {
    const all = await Promise.all(Array.from({ length: 5 }, () => starter()));
    for (const { go } of all) go();
    const said = await Promise.all(all.map((one) => one.said));
    expect(said.filter((text) => text === 'has')).toHaveLength(1);
    expect(said.filter((text) => text.startsWith('found '))).toHaveLength(4);
    // Killed, not ended: the next round starts over its leftovers.
    await Promise.all(all.map(({ kill }) => kill()));
    expect(readdirSync(join(folder, 'owner')).length).toBeGreaterThan(0);
  }
}, 120_000);

it('a killed owner bars nobody, and the next start clears away what it left', async () => {
  const first = await starts();
  expect(await (await starts()).said).toBe(`found ${first.pid}`);
  await first.kill();
  const next = await starts();
  expect(await next.said).toBe('has');
  expect(readdirSync(join(folder, 'owner')).filter((name) => !name.startsWith(`${next.pid}-`))).toEqual([]);
});

it('an owner that stands still is an owner', async () => {
  const first = await starts();
  first.child.kill('SIGSTOP');
  expect(await (await starts()).said).toBe(`found ${first.pid}`);
});

it('another path to the same folder leads to the same owner', async () => {
  const first = await starts();
  symlinkSync(folder, `${folder}-link`);
  mkdirSync(join(folder, 'inner'));
  for (const path of [
    `${folder}-link/owner`,
    join(folder, 'inner/../owner'),
    `${relative(process.cwd(), folder)}/owner/`,
  ])
    expect(await (await starts(path)).said).toBe(`found ${first.pid}`);
  await expect(takeEmbeddedFolder(`${folder}-link`)).rejects.toThrow(
    `Another broker (process ${first.pid}) owns the embedded database in ${folder}-link. End it, set BROKER_DATA`,
  );
});

it('a folder whose path is longer than a socket’s may be has one owner too', async () => {
  const deep = join(folder, ...Array.from({ length: 12 }, (_, n) => `${n}-a-long-name`), 'owner');
  const first = await starts(deep);
  expect(await first.said).toBe('has');
  expect(await (await starts(deep)).said).toBe(`found ${first.pid}`);
  await first.kill();
  expect(await (await starts(deep)).said).toBe('has');
});

it('a claim from another machine is not taken for dead; one from before this machine’s last boot is', async () => {
  mkdirSync(join(folder, 'owner'));
  const mark = join(folder, 'owner', '4711-aa.asks');
  writeFileSync(mark, JSON.stringify({ host: 'elsewhere', boot: 'another' }));
  await expect(takeEmbeddedFolder(folder)).rejects.toThrow(`another machine (elsewhere) may own`);
  await expect(takeEmbeddedFolder(folder)).rejects.toThrow(`If it has ended, remove ${mark};`);
  writeFileSync(mark, JSON.stringify({ host: hostname(), id: 'another', boot: 'another' }));
  await expect(takeEmbeddedFolder(folder), 'of the same name').rejects.toThrow('may own');
  const id = existsSync('/etc/machine-id') ? readFileSync('/etc/machine-id', 'utf8').trim() : '';
  // Where a machine has no id of its own, whoever knows that the other has ended removes the mark.
  if (id === '') rmSync(mark);
  else writeFileSync(mark, JSON.stringify({ host: 'renamed', id, boot: 'another' }));
  (await takeEmbeddedFolder(folder)).letGo();
  expect(readdirSync(join(folder, 'owner'))).toEqual([]);
});

it('a database that an earlier version put into the folder itself is found again', async () => {
  for (const name of ['PG_VERSION', 'base']) writeFileSync(join(folder, name), name);
  const { database, letGo } = await takeEmbeddedFolder(folder);
  expect(readdirSync(folder).sort()).toEqual(['database', 'owner']);
  expect(readdirSync(database).sort()).toEqual(['PG_VERSION', 'base']);
  letGo();
});
