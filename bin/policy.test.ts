import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { policy } from './policy.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'policies-'));
  cpSync('policies', folder, { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true }));

function run(...args: string[]): { code: number | Promise<number>; lines: string[] } {
  const lines: string[] = [];
  const code = policy([...args, '--dir', folder], (line) => lines.push(line));
  return { code, lines };
}

test('a good folder passes check, test and guard', () => {
  for (const verb of ['check', 'test', 'guard']) {
    const { code, lines } = run(verb);
    expect(lines.at(-1)).toMatch(/^\d+ passed, 0 failed$/);
    expect(code).toBe(0);
  }
});

test('a problem, a test that does not hold and an unreadable file end with 1 and say what it is', () => {
  writeFileSync(join(folder, 'tests/deny/a-wrong-sentence.json'), '{"request":{},"expect":{"reasons":[]}}');
  expect(run('test')).toMatchObject({ code: 1 });
  expect(run('test').lines.join('\n')).toContain(
    'failed   deny/a-wrong-sentence.json: decision: expected "deny"',
  );
  writeFileSync(join(folder, 'x.cedar'), 'permit (principal, action, resource);');
  for (const verb of ['check', 'test', 'guard']) expect(run(verb).code).toBe(1);
  expect(run('check').lines.join('\n')).toContain('has no @id');
  writeFileSync(join(folder, 'roles.json'), '{');
  expect(run('check').lines.join('\n')).toContain('roles.json is not JSON');
});

test('--json prints one object', () => {
  const { code, lines } = run('guard', '--json');
  expect(code).toBe(0);
  expect(JSON.parse(lines.join(''))).toMatchObject({ verb: 'guard', ok: true, failures: [], skipped: [] });
});

test('a command nobody knows ends with 2 and prints the usage', () => {
  for (const verb of ['explain', 'toString']) {
    expect(run(verb)).toMatchObject({ code: 2, lines: [expect.stringContaining('countersign policy')] });
  }
});

test('diff says what becomes wider, and ends with 1 when something does', () => {
  expect(run('diff', '--from', 'policies')).toEqual({ code: 0, lines: ['0 changes, 0 of them wider'] });
  const catalog = readFileSync(join(folder, 'catalog.json'), 'utf8');
  writeFileSync(join(folder, 'catalog.json'), catalog.replace('"risk": "sensitive"', '"risk": "read"'));
  const { code, lines } = run('diff', '--from', 'policies');
  expect(code).toBe(1);
  expect(lines).toContain('wider    accounts:credential.rotate: risk sensitive → read');
  const [json = ''] = run('diff', '--from', 'policies', '--json').lines;
  expect(JSON.parse(json)).toMatchObject({ verb: 'diff', ok: false, changes: [{ widens: true }] });
  writeFileSync(join(folder, 'roles.json'), '{');
  expect(run('diff', '--from', 'policies')).toMatchObject({ code: 1 });
  expect(run('diff').code).toBe(2);
});
