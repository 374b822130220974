import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';

import { isAlive } from '#test/is-alive.ts';
import { readIfThere } from './private-file.ts';
import { type Program, Programs } from './programs.ts';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const forever = 'setInterval(() => {}, 1000);';

function program(name: string, script: string, healthy = true): Program {
  return {
    name,
    command: ['-e', script],
    environment: { PATH: process.env.PATH, NODE_ENV: 'test' },
    isHealthy: async () => healthy,
    patienceSeconds: 1,
  };
}

/** A program with a helper of its own; both write their process ids to the file. */
const withHelper = (file: string) => `
  const { appendFileSync } = require('node:fs');
  const { spawn } = require('node:child_process');
  const helper = spawn(process.execPath, ['-e', ${JSON.stringify(forever)}], { stdio: 'ignore' });
  appendFileSync(${JSON.stringify(file)}, process.pid + ' ' + helper.pid);
  process.on('SIGTERM', () => process.exit(0));
  ${forever}
`;

it('when one program dies the launcher hears which and how', async () => {
  const programs = new Programs(root);
  const file = pidFile();
  await programs.start(program('steady', withHelper(file)));
  const pids = await written(file);
  await programs.start(program('frail', 'setTimeout(() => process.exit(3), 200)'));
  expect(await programs.died).toBe('frail ended with code 3.');
  await programs.endAll();
  for (const pid of pids) await expect.poll(() => isAlive(pid)).toBe(false);
});

it('a program that is not ready in time is an error, and one that ends first says so', async () => {
  const programs = new Programs(root);
  await expect(programs.start(program('slow', forever, false))).rejects.toThrow(
    'slow did not answer within 1',
  );
  await expect(programs.start(program('broken', 'process.exit(9)', false))).rejects.toThrow(
    'broken ended with code 9 before it was ready',
  );
  await programs.endAll();
});

it('no helper of a program outlives it', async () => {
  const programs = new Programs(root);
  const file = pidFile();
  await programs.start(program('parent', withHelper(file)));
  const pids = await written(file);
  expect(pids.map(isAlive)).toEqual([true, true]);
  await programs.endAll();
  for (const pid of pids) await expect.poll(() => isAlive(pid)).toBe(false);
});

it('what a program starts with its own Node options lives as long as the program lets it', async () => {
  const programs = new Programs(root);
  const script = `
    const { spawnSync } = require('node:child_process');
    const helper = spawnSync(process.execPath, [...process.execArgv.slice(0, 2), '-e', 'setTimeout(() => {}, 300)'], { stdio: 'ignore' });
    process.exit(helper.status === 0 ? 42 : 1);
  `;
  await programs.start(program('developer', script));
  expect(await programs.died).toBe('developer ended with code 42.');
  await programs.endAll();
});

it('a program whose launcher was killed ends by itself', async () => {
  const launcher = spawn(
    process.execPath,
    [
      '-e',
      `const { spawn } = require('node:child_process');
       const child = spawn(process.execPath, ['--import', ${JSON.stringify(`${root}/bin/leash.mjs`)}, '-e', ${JSON.stringify(forever)}],
         { detached: true, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
       console.log(child.pid);
       ${forever}`,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const [first] = await launcher.stdout.take(1).toArray();
  const pid = Number(String(first));
  await delay(500);
  expect(isAlive(pid)).toBe(true);
  launcher.kill('SIGKILL');
  await expect.poll(() => isAlive(pid), { timeout: 5000 }).toBe(false);
});

const folder = mkdtempSync(join(tmpdir(), 'countersign-programs-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function pidFile(): string {
  return join(folder, crypto.randomUUID());
}

async function written(file: string): Promise<number[]> {
  await expect.poll(() => readIfThere(file)?.split(' ').length, { timeout: 5000 }).toBe(2);
  return (readIfThere(file) ?? '').split(' ').map(Number);
}
