import { type Alike, decidingMany } from './alike.ts';
import type { PolicyBundle } from './bundle.ts';
import { ask, load, type Use } from './cedar/ask.ts';
import { askClock } from './cedar/ask-clock.ts';
import { askPartly } from './cedar/ask-partly.ts';
import { reach } from './cedar/reach.ts';
import { tooNested } from './cedar/read-policies.ts';
import { readSchema } from './cedar/read-schema.ts';
import { validateStrictly } from './cedar/validate-strictly.ts';
import { type CompiledPolicies, compile, ownOf } from './compile.ts';
import { decideApproval } from './decide-approval.ts';
import { decideRequest } from './decide-request.ts';
import { readGuardRails } from './guard-rails.ts';
import type { PreparedPolicies } from './judge.ts';
import { isTooNested } from './nesting.ts';
import { PolicyProblems } from './policy-problems.ts';
import { type Possibility, type PossibilityQuestion, possibilities } from './possibilities.ts';
import type { ApprovalQuestion, DelegationQuestion } from './question.ts';
import { readsOf } from './reads.ts';
import { remembered } from './remembered.ts';
import { type Problem, problemsOf } from './validate-bundle.ts';
import type { ApprovalVerdict, DelegationVerdict } from './verdict.ts';

export interface Engine {
  readonly version: string;
  readonly bundle: PolicyBundle;
  decideRequest(question: DelegationQuestion): DelegationVerdict;
  decideApproval(question: ApprovalQuestion): ApprovalVerdict;
  /** The same, for many questions in a row: what must be answered alike is asked once. Not to be kept. */
  forMany(): Engine;
  /** For screens, never to decide by. */
  possibilities(question: PossibilityQuestion): Possibility[];
}

const MOST_READY = 20;

/** What is proposed is made ready long before its activation examines it: the same texts become the same engine. */
const ready = remembered(MOST_READY, (bundle: string, guardRails: string) =>
  prepareFor('in force', JSON.parse(bundle), guardRails),
);

/** An engine for a bundle without problems; throws `PolicyProblems` otherwise. Engines made before stay as they are. */
export function prepare(bundle: PolicyBundle): Engine {
  return ready(JSON.stringify(bundle), readGuardRails());
}

/** The same, for a version that is only tried out beside the one in force. */
export function prepareDraft(bundle: PolicyBundle): Engine {
  return prepareFor('draft', bundle);
}

function prepareFor(use: Use, bundle: PolicyBundle, guardRails?: string): Engine {
  const compiled = compile(bundle, guardRails);
  const problems = problemsIn(compiled);
  if (problems.length > 0) throw new PolicyProblems(problems);
  load(compiled, use);
  return engineOf(compiled, use);
}

/** Everything that keeps the bundle from being activated; empty is good. */
export function validateBundle(bundle: PolicyBundle): Problem[] {
  return problemsIn(compile(bundle));
}

function problemsIn(compiled: CompiledPolicies): Problem[] {
  const { bundle } = compiled;
  if (isTooNested(bundle.schema)) return [...compiled.problems, tooNested('schema.cedarschema')];
  const { actions, problems } = readSchema(bundle.schema);
  return problemsOf(bundle, {
    policies: ownOf(compiled),
    problems: [...problems, ...compiled.problems, ...validateStrictly(compiled)],
    schemaActions: actions,
    reach: (policy) => reach(policy.text, bundle.schema),
  });
}

function alikeTo(prepared: PreparedPolicies): Alike {
  const reads = readsOf(prepared);
  const { actions } = readSchema(prepared.bundle.schema);
  return { reads, actions, askClock: (now, expires) => askClock(reads, now, expires) };
}

/** Answers without asking whether the bundle is fit to be active: `prepare` is the way to an engine that may. */
export function engineOf(compiled: CompiledPolicies, use: Use = 'in force'): Engine {
  const { bundle } = compiled;
  const actions = new Map(
    bundle.catalog.backends.flatMap((backend) =>
      backend.actions.map((action) => [action.id, { ...action, backend: backend.id }] as const),
    ),
  );
  const prepared: PreparedPolicies = {
    bundle,
    policies: compiled.policies,
    actions,
    ask: (call) => ask(compiled, call, use),
  };
  let alike: Alike | undefined;
  const engine: Engine = {
    version: bundle.version,
    bundle,
    decideRequest: (question) => decideRequest(prepared, question),
    decideApproval: (question) => decideApproval(prepared, question),
    forMany: () => {
      alike ??= alikeTo(prepared);
      const many: Engine = { ...engine, decideRequest: decidingMany(prepared, alike), forMany: () => many };
      return many;
    },
    possibilities: (question) => possibilities(prepared, (call) => askPartly(compiled, call), question),
  };
  return engine;
}
