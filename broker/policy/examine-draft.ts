import { BundleError, bundleFromFiles, type PolicyBundle } from './bundle.ts';
import { compile } from './compile.ts';
import { deceives } from './deceiving-text.ts';
import { type Engine, engineOf, prepareDraft } from './engine.ts';
import { runGuard, withAllowAll } from './guard-cases.ts';
import { PolicyProblems } from './policy-problems.ts';
import { type PolicyTest, runPolicyTests } from './policy-tests.ts';
import type { Problem } from './validate-bundle.ts';

const TEST = /^tests\/((?:allow|deny)\/[a-z0-9-]+\.json)$/;
const BASE = 'tests/base.json';
const PARTS = new Set([
  'approvals.json',
  'assurance.json',
  'calendar.json',
  'catalog.json',
  'domains.json',
  'intents.json',
  'limits.json',
  'marks.json',
  'reviews.json',
  'risks.json',
  'roles.json',
  'schema.cedarschema',
  'signatures.json',
]);
const isPart = (path: string) => PARTS.has(path) || /^[a-z0-9-]+\.cedar$/.test(path);
const isTest = (path: string) => path === BASE || TEST.test(path);

type Files = Readonly<Record<string, string>>;

/** What a folder of policies is made of: the version itself, and the tests that say what it means. */
export function partsOfDraft(files: Files): { version: Files; tests: Files; problems: Problem[] } {
  const paths = Object.entries(files);
  return {
    version: Object.fromEntries(paths.filter(([path]) => isPart(path))),
    tests: Object.fromEntries(paths.filter(([path]) => isTest(path))),
    problems: paths
      .filter(([path]) => !isPart(path) && !isTest(path))
      .map(([path]) => ({ where: path, what: 'is no part of a policy version' })),
  };
}

export type Examined =
  | { bundle: PolicyBundle; engine: Engine; problems: Problem[] }
  | { problems: Problem[] };

/** Everything that speaks against a draft: what it says, what its tests say, and guard rails it would get round. */
export function examineDraft(version: Files, tests: Files): Examined {
  const steps = examining(version, tests);
  for (let step = steps.next(); ; step = steps.next()) if (step.done) return step.value;
}

/** The same in steps: whoever shares its thread with others lets them go first between any two. */
export function* examining(version: Files, tests: Files): Generator<void, Examined> {
  const hidden = hiddenCharacters({ ...version, ...tests });
  if (hidden.length > 0) return { problems: hidden };
  try {
    const bundle = bundleFromFiles(version);
    yield;
    const engine = prepareDraft(bundle);
    yield;
    const failed = yield* failedTests(engine, tests);
    return { bundle, engine, problems: [...failed, ...openGuardRails(bundle)] };
  } catch (error) {
    if (error instanceof PolicyProblems) return { problems: [...error.problems] };
    if (error instanceof BundleError)
      return { problems: error.problems.map((what) => ({ where: what.split(/[ :]/)[0] ?? '', what })) };
    throw error;
  }
}

/** Who activates it signs for what they read. */
export function hiddenCharacters(files: Files): Problem[] {
  return Object.entries(files)
    .filter(([, text]) => deceives(text))
    .map(([where]) => ({ where, what: 'holds invisible, bidirectional or control characters' }));
}

function* failedTests(engine: Engine, files: Files): Generator<void, Problem[]> {
  const paths = Object.keys(files).sort();
  if (paths.length === 0) return [];
  const problems: Problem[] = [];
  const read = (path: string): unknown => {
    try {
      return JSON.parse(files[path] ?? '');
    } catch {
      problems.push({ where: path, what: 'is not JSON' });
      return undefined;
    }
  };
  if (!Object.hasOwn(files, BASE))
    return [{ where: BASE, what: 'is missing: every test changes a part of it' }];
  const base = read(BASE);
  const tests: PolicyTest[] = paths.flatMap((path) => {
    const [, sentence] = TEST.exec(path) ?? [];
    return sentence === undefined ? [] : [{ path: sentence, content: read(path) }];
  });
  if (problems.length > 0) return problems;
  for (const test of tests) {
    for (const { path, mismatches } of runPolicyTests(engine, base, [test]))
      if (mismatches.length > 0) problems.push({ where: `tests/${path}`, what: mismatches.join('; ') });
    yield;
  }
  return problems;
}

function openGuardRails(bundle: PolicyBundle): Problem[] {
  return runGuard(bundle, engineOf(compile(withAllowAll(bundle)), 'draft'))
    .filter(({ outcome }) => outcome === 'not denied')
    .map(({ guard, sentence }) => ({ where: guard, what: `does not hold: ${sentence}` }));
}
