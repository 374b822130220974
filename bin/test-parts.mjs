import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { tsImport } from 'tsx/esm/api';
import { findBrowser } from './browser.mjs';
import { check } from './check.mjs';
import { runNode } from './run-node.mjs';
import { readPlaywright, readVitest } from './test-reports.mjs';

const nothing = { passed: 0, failed: 0, skipped: [] };
const one = (passed) => ({ passed: passed ? 1 : 0, failed: passed ? 0 : 1, skipped: [] });

/** In the order they run. Each answers `{ passed, failed, skipped: [what and why] }`. */
export const parts = [
  { name: 'browser', title: 'A browser for the tests', run: browser },
  { name: 'static', title: 'Lint, types, architecture', run: statics },
  { name: 'unit', title: 'Unit and integration, on PGlite', run: (context) => vitest(context, 'unit') },
  {
    name: 'db',
    title: 'Tagged db, on PostgreSQL',
    nightlyTitle: 'All of broker and database, on PostgreSQL',
    run: postgres,
  },
  { name: 'policy', title: 'Policy check and policy tests', run: policy },
  { name: 'build', title: 'Build', run: build },
  { name: 'cluster', title: 'Two brokers, and kills', run: cluster },
  { name: 'e2e', title: 'End to end, in a browser', run: endToEnd },
];

async function node({ root: cwd }, args, env) {
  return (await runNode(args, { cwd, env })).status === 0;
}

async function browser(context) {
  const { executable, missing } = await findBrowser();
  context.browser = executable ?? '';
  context.missingBrowser = missing;
  console.log(missing ?? `browser: ${executable ?? 'Playwright’s own Chromium'}`);
  return nothing;
}

async function statics() {
  const results = await check();
  const failed = results.filter(({ passed }) => !passed).length;
  return { passed: results.length - failed, failed, skipped: [] };
}

async function vitest(context, project, env = {}) {
  const report = join(context.reports, `${project}.json`);
  const args = [
    'run',
    '--project',
    project,
    '--reporter=dot',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ];
  const succeeded = await node(context, [join(context.root, 'node_modules/vitest/vitest.mjs'), ...args], env);
  return readVitest(report, succeeded, context.root);
}

async function ownPostgres() {
  const { startPostgres } = await tsImport('../test/postgres.ts', import.meta.url);
  return startPostgres().catch((error) => ({ missing: error.message }));
}

/** Each of its tests crashes a PostgreSQL of its own. */
async function cluster(context) {
  if (!existsSync(join(context.root, '.next/BUILD_ID')))
    return { ...nothing, skipped: ['two brokers, and kills: the console is not built'] };
  const server = await ownPostgres();
  if (server.missing) return { ...nothing, skipped: [`two brokers, and kills: ${server.missing}`] };
  await server.stop();
  return vitest(context, 'cluster');
}

async function postgres(context) {
  if (process.env.DATABASE_URL) return vitest(context, 'db');
  const server = await ownPostgres();
  if (server.missing) {
    return { ...nothing, skipped: [`tests tagged db on PostgreSQL: ${server.missing}; set DATABASE_URL`] };
  }
  try {
    return await vitest(context, 'db', { DATABASE_URL: server.url });
  } finally {
    await server.stop();
  }
}

async function policy(context) {
  if (!existsSync(join(context.root, 'bin/countersign.ts'))) {
    return { ...nothing, skipped: ['policy check and policy tests: bin/countersign.ts is not there'] };
  }
  if (!(await node(context, [join(context.root, 'bin/build.mjs'), '--only=programs']))) return one(false);
  const program = join(context.root, 'dist/countersign.js');
  const result = { passed: 0, failed: 0, skipped: [] };
  for (const verb of ['check', 'test']) {
    const { status, output } = await runNode([program, 'policy', verb], { cwd: context.root, keep: true });
    const [, passed = 0, failed = 0] = /^(\d+) passed, (\d+) failed$/m.exec(output) ?? [];
    result.passed += Number(passed);
    result.failed += Number(failed) || (status === 0 ? 0 : 1);
  }
  return result;
}

async function build(context) {
  return one(await node(context, [join(context.root, 'bin/build.mjs')]));
}

async function endToEnd(context) {
  if (!existsSync(join(context.root, '.next/BUILD_ID'))) {
    return { ...nothing, skipped: ['end-to-end tests: the console is not built'] };
  }
  if (context.browser === undefined) await browser(context);
  if (context.missingBrowser) return { ...nothing, skipped: [`end-to-end tests: ${context.missingBrowser}`] };
  const report = join(context.reports, 'e2e.json');
  const data = join(context.reports, 'data');
  const succeeded = await node(
    context,
    [join(context.root, 'node_modules/@playwright/test/cli.js'), 'test'],
    {
      COUNTERSIGN_BROWSER: context.browser,
      COUNTERSIGN_E2E_REPORT: report,
      COUNTERSIGN_DATA: data,
    },
  );
  await endLauncher(data);
  return readPlaywright(report, succeeded);
}

/** A runner that was interrupted leaves the system it started behind; its claim on the folder names the process. */
async function endLauncher(data) {
  const holder = () =>
    existsSync(join(data, 'owner')) &&
    readdirSync(join(data, 'owner')).find((name) => name.endsWith('.holds'));
  const pid = Number.parseInt(holder() || '', 10);
  if (Number.isNaN(pid)) return;
  try {
    process.kill(pid, 'SIGTERM');
  } catch {
    return;
  }
  for (let tries = 0; tries < 150 && holder(); tries += 1) await delay(200);
}
