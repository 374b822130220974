import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { lockFolder } from './lock-folder.ts';

const folder = () => join(mkdtempSync(join(tmpdir(), 'countersign-lock-')), 'broker');

it('two processes never own one embedded database', async () => {
  const path = folder();
  const other = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)'], { stdio: 'ignore' });
  writeFileSync(`${path}.lock`, String(other.pid));
  expect(() => lockFolder(path)).toThrow('Another broker');
  other.kill();
  await new Promise((resolve) => other.once('exit', resolve));
  const unlock = lockFolder(path);
  unlock();
  expect(existsSync(`${path}.lock`)).toBe(false);
});

it('a process id that was given out again is not taken for the old owner', () => {
  const path = folder();
  writeFileSync(`${path}.lock`, `${process.ppid} 1`);
  const startTimeIsKnown = existsSync('/proc/self/stat');
  if (startTimeIsKnown) expect(() => lockFolder(path)()).not.toThrow();
});
