// `npm test`: everything there is, part by part. `npm test -- unit e2e` runs those parts only; with `--nightly`
// the tests of broker and database run on PostgreSQL too, all of them, and so do those that take minutes. The last
// line is the count of the whole, and what could not run is named with the reason.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { install } from './install.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const refusal = install(root);
if (refusal) {
  console.error(refusal);
  console.log('0 passed, 1 failed');
  process.exit(1);
}

const { parts } = await import('./test-parts.mjs');
const runs = await import('./run-node.mjs');
const nightly = process.argv.includes('--nightly');
const wanted = process.argv.slice(2).filter((argument) => argument !== '--nightly');
if (nightly) process.env.COUNTERSIGN_NIGHTLY = 'true';
const unknown = wanted.filter((name) => !parts.some((part) => part.name === name));
if (unknown.length > 0) {
  console.error(
    `There is no part ${unknown.join(', ')}. Parts: ${parts.map(({ name }) => name).join(', ')}.`,
  );
  process.exit(2);
}

const reports = mkdtempSync(join(tmpdir(), 'countersign-test-'));
const context = { root, reports, browser: undefined, missingBrowser: undefined };
const results = [];
for (const { name, title: usual, nightlyTitle, run } of parts) {
  if (runs.interrupted || (wanted.length > 0 && !wanted.includes(name))) continue;
  const title = (process.env.COUNTERSIGN_NIGHTLY === 'true' && nightlyTitle) || usual;
  console.log(`\n── ${title}`);
  const began = performance.now();
  const result = await run(context).catch((error) => ({ passed: 0, failed: 1, skipped: [], why: error }));
  if (result.why) console.error(result.why);
  results.push({ title, minutes: (performance.now() - began) / 60_000, ...result });
}
rmSync(reports, { recursive: true, force: true });
if (runs.interrupted) process.exit(runs.exitCodeOf(runs.interrupted));

console.log('\n── Summary');
for (const { title, minutes, passed, failed, skipped } of results) {
  const counts = `${passed} passed, ${failed} failed${skipped.length > 0 ? `, ${skipped.length} skipped` : ''}`;
  console.log(`${title.padEnd(44)} ${minutes.toFixed(1).padStart(5)} min  ${counts}`);
}
for (const reason of results.flatMap(({ skipped }) => skipped)) console.log(`skipped: ${reason}`);

const total = (count) => results.reduce((sum, result) => sum + count(result), 0);
const failed = total((result) => result.failed);
const skipped = total((result) => result.skipped.length);
console.log(
  `${total((result) => result.passed)} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`,
);
process.exit(failed > 0 ? 1 : 0);
