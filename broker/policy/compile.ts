import type { PolicyBundle } from './bundle.ts';
import { readPolicies } from './cedar/read-policies.ts';
import { readGuardRails } from './guard-rails.ts';
import type { ReadPolicy } from './judge.ts';
import { statementsIn } from './nesting.ts';
import { PolicyProblems } from './policy-problems.ts';
import type { Problem } from './validate-bundle.ts';

export interface CompiledPolicies {
  readonly bundle: PolicyBundle;
  readonly policies: ReadonlyMap<string, ReadPolicy>;
  readonly problems: readonly Problem[];
}

const MOST_POLICIES = 300;
const guardRailsFile = 'guard-rails.cedar';

/** The bundle's policies and the guard rails as one set, problems noted, nothing refused yet. */
export function compile(bundle: PolicyBundle, guardRails: string = readGuardRails()): CompiledPolicies {
  const problems: Problem[] = [];
  const policies = new Map<string, ReadPolicy>();
  const rails = readPolicies(guardRailsFile, guardRails);
  if (rails.problems.length > 0) throw new PolicyProblems(rails.problems);
  const texts = Object.entries(bundle.policies);
  const isTooMany = texts.reduce((sum, [, text]) => sum + statementsIn(text), 0) > MOST_POLICIES;
  // Reading thousands takes seconds, in which nothing else is decided.
  if (isTooMany) problems.push({ where: 'policies', what: `are more than ${MOST_POLICIES}` });
  const own = isTooMany ? [] : texts.map(([file, text]) => readPolicies(file, text));
  // Whatever is read under this name is neither validated nor compared as a version's own.
  if (Object.hasOwn(bundle.policies, guardRailsFile))
    problems.push({ where: guardRailsFile, what: "this name is the broker's own" });
  for (const read of [rails, ...own]) {
    problems.push(...read.problems);
    for (const policy of read.policies) {
      const isReserved = /^(guard|engine):/.test(policy.id) && policy.file !== guardRailsFile;
      if (isReserved) problems.push({ where: policy.id, what: "this beginning is the broker's own" });
      if (policies.has(policy.id)) problems.push({ where: policy.id, what: 'two policies have this @id' });
      else if (!isReserved) policies.set(policy.id, policy);
    }
  }
  return { bundle, policies, problems };
}

/** The version's own policies, without the guard rails. */
export function ownOf({ policies }: CompiledPolicies): ReadPolicy[] {
  return [...policies.values()].filter(({ file }) => file !== guardRailsFile);
}
