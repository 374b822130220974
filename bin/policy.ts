import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { BundleError, loadBundle } from '#broker/policy/bundle.ts';
import { compareVersions } from '#broker/policy/compare-versions.ts';
import type { Change } from '#broker/policy/diff.ts';
import { prepare, validateBundle } from '#broker/policy/engine.ts';
import { hiddenCharacters } from '#broker/policy/examine-draft.ts';
import { runGuard } from '#broker/policy/guard-cases.ts';
import { PolicyProblems } from '#broker/policy/policy-problems.ts';
import { readPolicyTests } from '#broker/policy/policy-test-files.ts';
import { runPolicyTests } from '#broker/policy/policy-tests.ts';
import { draftUsage, pack, propose } from './policy-draft.ts';
import { serviceOptions } from './service-client.ts';

export const policyUsage = `countersign policy check|test|guard|diff [--dir policies] [--from policies-before] [--domains domains.json] [--json]
  check   could this folder become a policy version?
  test    do the tests beside the policies hold?
  guard   does every guard rail still deny when a policy allows everything?
  diff    what does --dir change against --from, and does anything become wider? (exit code 1)
${draftUsage}`;

interface Report {
  readonly version?: string;
  readonly passed: number;
  readonly failures: readonly string[];
  readonly skipped: readonly string[];
}

/** 0: all is well, 1: something is not, 2: the command was not understood. */
export function policy(args: readonly string[], print: (line: string) => void): number | Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      dir: { type: 'string' },
      from: { type: 'string' },
      domains: { type: 'string' },
      json: { type: 'boolean' },
      out: { type: 'string' },
      reason: { type: 'string' },
      ...serviceOptions,
    },
  });
  const [verb, ...rest] = positionals;
  const folder = values.dir ?? process.env.BROKER_POLICIES ?? 'policies';
  if (verb === 'diff' && rest.length === 0 && values.from !== undefined)
    return diff(
      { folder, from: values.from, domains: readDomains(values.domains), json: values.json },
      print,
    );
  if (verb === 'pack' && rest.length === 0) return pack({ ...values, folder }, print);
  if (verb === 'propose' && rest.length === 0) return propose({ ...values, folder }, print);
  const run = verb !== undefined && Object.hasOwn(verbs, verb) ? verbs[verb] : undefined;
  if (!run || rest.length > 0) {
    print(policyUsage);
    return 2;
  }
  const report = attempt(() => run(folder, readDomains(values.domains)));
  if (values.json) print(JSON.stringify({ verb, ok: report.failures.length === 0, ...report }));
  else printReport(report, print);
  return report.failures.length > 0 ? 1 : 0;
}

interface Diff {
  readonly folder: string;
  readonly from: string;
  readonly domains: unknown;
  readonly json: boolean | undefined;
}

/** 0: nothing becomes wider, 1: something does or may, or one of the two is no policy. */
function diff({ folder, from, domains, json }: Diff, print: (line: string) => void): number {
  let changes: readonly Change[] = [];
  const report = attempt(() => {
    changes = compareVersions(loadBundle(from, domains), loadBundle(folder, domains));
    return { passed: 0, failures: [], skipped: [] };
  });
  const wider = changes.filter(({ widens }) => widens).length;
  const ok = wider === 0 && report.failures.length === 0;
  if (json) {
    print(JSON.stringify({ verb: 'diff', ok, failures: report.failures, changes }));
    return ok ? 0 : 1;
  }
  for (const failure of report.failures) print(`failed   ${failure}`);
  for (const { where, what, widens } of changes)
    print(widens ? red(`wider    ${where}: ${what}`) : `         ${where}: ${what}`);
  if (report.failures.length === 0) print(`${changes.length} changes, ${wider} of them wider`);
  return ok ? 0 : 1;
}

function red(line: string): string {
  return process.stdout.isTTY && process.env.NO_COLOR === undefined ? `\u001b[31m${line}\u001b[0m` : line;
}

type Verb = (folder: string, domains: unknown) => Report;

const verbs: Record<string, Verb> = {
  check: (folder, domains) => {
    const bundle = loadBundle(folder, domains);
    const problems = [...hiddenCharacters(bundle.files), ...validateBundle(bundle)];
    const failures = problems.map(({ where, what }) => `${where}: ${what}`);
    return { version: bundle.version, passed: failures.length > 0 ? 0 : 1, failures, skipped: [] };
  },
  test: (folder, domains) => {
    const engine = prepare(loadBundle(folder, domains));
    const { base, tests } = readPolicyTests(folder);
    const results = runPolicyTests(engine, base, tests);
    const wrong = results.filter(({ mismatches }) => mismatches.length > 0);
    const failures = wrong.map(({ path, mismatches }) => `${path}: ${mismatches.join('; ')}`);
    if (results.length === 0) failures.push(`there are no tests in ${folder}/tests`);
    return { version: engine.version, passed: results.length - wrong.length, failures, skipped: [] };
  },
  guard: (folder, domains) => {
    const bundle = loadBundle(folder, domains);
    const results = runGuard(bundle);
    const named = (outcome: string) =>
      results
        .filter((each) => each.outcome === outcome)
        .map(({ guard, sentence }) => `${guard}: ${sentence}`);
    return {
      version: bundle.version,
      passed: named('denied').length,
      failures: named('not denied'),
      skipped: named('not tried'),
    };
  },
};

function attempt(run: () => Report): Report {
  try {
    return run();
  } catch (error) {
    if (error instanceof PolicyProblems) {
      const failures = error.problems.map(({ where, what }) => `${where}: ${what}`);
      return { passed: 0, failures, skipped: [] };
    }
    const known =
      error instanceof BundleError ||
      error instanceof SyntaxError ||
      (error instanceof Error && 'code' in error);
    if (!known) throw error;
    const failures = error instanceof BundleError ? error.problems : [error.message];
    return { passed: 0, failures, skipped: [] };
  }
}

function readDomains(path: string | undefined): unknown {
  return path === undefined ? { domains: {} } : JSON.parse(readFileSync(path, 'utf8'));
}

function printReport({ version, passed, failures, skipped }: Report, print: (line: string) => void): void {
  if (version !== undefined) print(`policy version ${version}`);
  for (const failure of failures) print(`failed   ${failure}`);
  for (const each of skipped) print(`skipped  ${each}`);
  print(
    `${passed} passed, ${failures.length} failed${skipped.length > 0 ? `, ${skipped.length} skipped` : ''}`,
  );
}
