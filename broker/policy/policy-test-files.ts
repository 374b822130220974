import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PolicyTest, PolicyTestBase } from './policy-tests.ts';

/** The tests beside the policies: `<folder>/tests/{allow,deny}/<a-sentence>.json`. */
export function readPolicyTests(folder: string): { base: PolicyTestBase; tests: PolicyTest[] } {
  const root = join(folder, 'tests');
  const read = (path: string): unknown => JSON.parse(readFileSync(join(root, path), 'utf8'));
  const tests = ['allow', 'deny'].flatMap((decision) =>
    (existsSync(join(root, decision)) ? readdirSync(join(root, decision)) : [])
      .filter((name) => name.endsWith('.json'))
      .sort()
      .map((name) => ({ path: `${decision}/${name}`, content: read(`${decision}/${name}`) })),
  );
  return { base: read('base.json'), tests };
}
