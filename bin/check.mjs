// `npm run check`: what can be said without running the product. Lint and format, types, who may import whom,
// and nothing unused.
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { install } from './install.mjs';
import { runNode } from './run-node.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

const CHECKS = [
  ['lint and format', ['@biomejs/biome/bin/biome', 'check', '--error-on-warnings']],
  ['types', ['typescript/bin/tsc', '-p', 'tsconfig.json', '--noEmit']],
  ['who imports whom', ['vitest/vitest.mjs', 'run', '--project', 'unit', 'test/architecture.test.ts']],
  ['nothing unused', ['knip/bin/knip.js', '--no-progress']],
];

/** Runs every check, also after one failed. Returns `{ name, passed, seconds }` of each. */
export async function check() {
  const results = [];
  for (const [name, [script, ...args]] of CHECKS) {
    const began = performance.now();
    console.log(`check: ${name}`);
    const { status } = await runNode([join(root, 'node_modules', script), ...args], { cwd: root });
    results.push({ name, passed: status === 0, seconds: (performance.now() - began) / 1000 });
  }
  return results;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const refusal = install(root);
  if (refusal) console.error(refusal);
  const results = refusal ? [] : await check();
  for (const { name, passed, seconds } of results) {
    console.log(`${passed ? 'passed' : 'FAILED'}  ${name} (${seconds.toFixed(1)} s)`);
  }
  if (refusal || results.some(({ passed }) => !passed)) process.exitCode = 1;
}
