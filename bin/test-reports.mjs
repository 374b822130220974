import { existsSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';

const unread = { passed: 0, failed: 1, skipped: [] };

/** Vitest's JSON. A file that could not even be read in counts as one failure; so does a run that ended badly. */
export function readVitest(path, succeeded, root) {
  if (!existsSync(path)) return unread;
  const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(path, 'utf8'));
  const tests = testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.map((test) => ({ ...test, file: relative(root, name) })),
  );
  const broken = testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  ).length;
  const failed = numFailedTests + broken;
  return {
    passed: numPassedTests,
    failed: failed === 0 && !succeeded ? 1 : failed,
    skipped: tests
      .filter(({ status }) => ['pending', 'skipped', 'todo', 'disabled'].includes(status))
      .map(({ fullName, file }) => `${fullName} (${file} says so itself)`),
  };
}

/** Playwright's JSON. A test that passed only when tried again counts as passed. */
export function readPlaywright(path, succeeded) {
  if (!existsSync(path)) return unread;
  const { suites, stats } = JSON.parse(readFileSync(path, 'utf8'));
  const specs = (suite) => [...(suite.specs ?? []), ...(suite.suites ?? []).flatMap(specs)];
  const skipped = suites
    .flatMap(specs)
    .flatMap(({ title, tests }) =>
      tests.filter(({ status }) => status === 'skipped').map((test) => [title, test]),
    )
    .map(
      ([title, { annotations = [] }]) => `${title} (${annotations.at(-1)?.description ?? 'no reason given'})`,
    );
  return {
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected === 0 && !succeeded ? 1 : stats.unexpected,
    skipped,
  };
}
