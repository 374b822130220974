import {
  getValidRequestEnvsPolicy,
  isAuthorizedPartial,
  type Policy,
  type PolicyJson,
  type PolicySet,
  policySetTextToParts,
  policyToJson,
  preparsePolicySet,
  preparseSchema,
  schemaToJson,
  statefulIsAuthorized,
  validate,
} from '@cedar-policy/cedar-wasm/nodejs';
import { decidingMany } from './alike.ts';
import type { PolicyBundle } from './bundle.ts';
import type { CedarCall } from './cedar-call.ts';
import { decideApproval } from './decide-approval.ts';
import { decideRequest } from './decide-request.ts';
import { type Change, compareBundles } from './diff.ts';
import { readGuardRails } from './guard-rails.ts';
import type { CedarAnswer, PreparedPolicies, ReadPolicy } from './judge.ts';
import { isTooNested, statementsIn } from './nesting.ts';
import { readAnnotations } from './obligations.ts';
import {
  type PartialAnswer,
  type Possibility,
  type PossibilityQuestion,
  possibilities,
} from './possibilities.ts';
import type { ApprovalQuestion, DelegationQuestion } from './question.ts';
import { remembered } from './remembered.ts';
import { type Problem, problemsOf, type SchemaAction } from './validate-bundle.ts';
import type { ApprovalVerdict, DelegationVerdict } from './verdict.ts';

export interface Engine {
  readonly version: string;
  readonly bundle: PolicyBundle;
  decideRequest(question: DelegationQuestion): DelegationVerdict;
  decideApproval(question: ApprovalQuestion): ApprovalVerdict;
  /** The same, for many questions at one moment: what must be answered alike is asked once. Not to be kept. */
  forMany(): Engine;
  /** For screens, never to decide by. */
  possibilities(question: PossibilityQuestion): Possibility[];
}

/** The bundle must not be activated. */
export class PolicyProblems extends Error {
  readonly problems: readonly Problem[];
  constructor(problems: readonly Problem[]) {
    super(problems.map(({ where, what }) => `${where}: ${what}`).join('\n'));
    this.name = 'PolicyProblems';
    this.problems = problems;
  }
}

/** An engine for a bundle without problems; throws `PolicyProblems` otherwise. Engines made before stay as they are. */
export function prepare(bundle: PolicyBundle): Engine {
  return prepareIn('countersign', bundle);
}

/** The same, for a version that is only tried out beside the one in force. */
export function prepareDraft(bundle: PolicyBundle): Engine {
  return prepareIn('countersign-draft', bundle);
}

function prepareIn(slot: Slot, bundle: PolicyBundle): Engine {
  const compiled = compile(bundle);
  const problems = problemsIn(compiled);
  if (problems.length > 0) throw new PolicyProblems(problems);
  load(compiled, slot);
  return engineOf(compiled, slot);
}

/** Everything that keeps the bundle from being activated; empty is good. */
export function validateBundle(bundle: PolicyBundle): Problem[] {
  return problemsIn(compile(bundle));
}

function problemsIn(compiled: CompiledPolicies): Problem[] {
  const { bundle } = compiled;
  const own = [...compiled.policies.values()].filter((policy) => policy.file !== guardRailsFile);
  if (isTooNested(bundle.schema)) return [...compiled.problems, tooNested('schema.cedarschema')];
  const { actions, problems } = readSchema(bundle.schema);
  return problemsOf(bundle, {
    policies: own,
    problems: [...problems, ...compiled.problems, ...validateStrictly(compiled)],
    schemaActions: actions,
    reach: (policy) => reach(policy.text, bundle.schema),
  });
}

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

/** What a draft changes against another version, its own policies only: nobody edits the guard rails here. */
export function compareVersions(before: PolicyBundle, after: PolicyBundle): Change[] {
  const [old, now] = [before, after].map((bundle) => ({
    bundle,
    policies: [...compile(bundle).policies.values()].filter(({ file }) => file !== guardRailsFile),
  }));
  if (!old || !now) throw new Error('There are two versions to compare.');
  return compareBundles(old, now);
}

/** Answers without asking whether the bundle is fit to be active: `prepare` is the way to an engine that may. */
export function engineOf(compiled: CompiledPolicies, slot: Slot = 'countersign'): Engine {
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
    ask: (call) => ask(compiled, call, slot),
  };
  const engine: Engine = {
    version: bundle.version,
    bundle,
    decideRequest: (question) => decideRequest(prepared, question),
    decideApproval: (question) => decideApproval(prepared, question),
    forMany: () => ({ ...engine, decideRequest: decidingMany(prepared) }),
    possibilities: (question) => possibilities(prepared, (call) => askPartly(compiled, call), question),
  };
  return engine;
}

// Cedar keeps parsed sets per thread, by name and for ever: two names, parsed again when another set was loaded last.
// A draft has its own, so that trying one out never makes what is in force be parsed again.
type Slot = 'countersign' | 'countersign-draft';
const loaded = new Map<Slot, CompiledPolicies>();

function load(compiled: CompiledPolicies, slot: Slot): void {
  if (loaded.get(slot) === compiled) return;
  loaded.delete(slot);
  const schema = preparseSchema(slot, compiled.bundle.schema);
  if (schema.type === 'failure') throw new Error(messages(schema.errors).join('; '));
  const policies = preparsePolicySet(slot, policySet(compiled));
  if (policies.type === 'failure') throw new Error(messages(policies.errors).join('; '));
  loaded.set(slot, compiled);
}

function ask(compiled: CompiledPolicies, call: CedarCall, slot: Slot): CedarAnswer {
  try {
    load(compiled, slot);
    const answer = statefulIsAuthorized({
      ...call,
      preparsedSchemaName: slot,
      preparsedPolicySetId: slot,
      validateRequest: true,
    });
    if (answer.type !== 'success') return { type: 'failure', errors: messages(answer.errors) };
    const { decision, diagnostics } = answer.response;
    return {
      type: 'answer',
      decision: decision === 'allow' ? 'allow' : 'deny',
      determining: [...diagnostics.reason].sort(),
      errors: diagnostics.errors.map(({ policyId, error }) => `${policyId}: ${error.message}`),
    };
  } catch (error) {
    return { type: 'failure', errors: [error instanceof Error ? error.message : String(error)] };
  }
}

/**
 * With unknowns in the context Cedar cannot validate the request against the schema, so it knows no groups of actions
 * but those it is given. Whoever enforces asks `ask`.
 */
function askPartly(compiled: CompiledPolicies, call: CedarCall): PartialAnswer {
  try {
    const actions = readSchema(compiled.bundle.schema).actions.map(({ id, groups }) => ({
      uid: { type: 'Action', id },
      attrs: {},
      parents: groups.map((group) => ({ type: 'Action', id: group })),
    }));
    const answer = isAuthorizedPartial({
      ...call,
      entities: [...call.entities, ...actions],
      policies: policySet(compiled),
    });
    if (answer.type === 'failure') return { type: 'failure', errors: messages(answer.errors) };
    const { decision, satisfied, errored, residuals, nontrivialResiduals } = answer.response;
    if (errored.length > 0)
      return { type: 'failure', errors: [`cannot be evaluated: ${errored.join(', ')}`] };
    const open = nontrivialResiduals.map((id) => [id, conditionsIn(residuals[id])] as const);
    return { type: 'residuals', decision, satisfied, open: new Map(open) };
  } catch (error) {
    return { type: 'failure', errors: [error instanceof Error ? error.message : String(error)] };
  }
}

/** All clauses as one expression. */
function conditionsIn(policy: PolicyJson | undefined): unknown {
  return (policy?.conditions ?? []).reduce<unknown>(
    (left, { kind, body }) => {
      const right = kind === 'when' ? body : { '!': { arg: body } };
      return { '&&': { left, right } };
    },
    { Value: true },
  );
}

function policySet(compiled: CompiledPolicies): PolicySet {
  const texts = [...compiled.policies.values()].map((policy): [string, Policy] => [policy.id, policy.text]);
  return { staticPolicies: Object.fromEntries(texts) };
}

interface ReadFile {
  readonly policies: readonly ReadPolicy[];
  readonly problems: readonly Problem[];
}

const readPolicies = remembered(200, (file: string, text: string): ReadFile => {
  if (isTooNested(text)) return { policies: [], problems: [tooNested(file)] };
  const parts = policySetTextToParts(text);
  if (parts.type === 'failure') {
    return { policies: [], problems: messages(parts.errors).map((what) => ({ where: file, what })) };
  }
  const problems: Problem[] = parts.policy_templates.map(() => ({
    where: file,
    what: 'templates are not used here',
  }));
  const policies: ReadPolicy[] = [];
  for (const part of parts.policies) {
    const read = policyToJson(part);
    if (read.type === 'failure') {
      problems.push(...messages(read.errors).map((what) => ({ where: file, what })));
      continue;
    }
    const { annotations = {}, ...body } = read.json;
    const { effect } = body;
    const excerpt = part.trim().split('\n').slice(-1)[0]?.slice(0, 60) ?? '';
    const id = annotations.id?.trim() ?? '';
    const reason = annotations.reason?.trim() ?? '';
    if (id === '') problems.push({ where: file, what: `a policy has no @id: ${excerpt}` });
    if (reason === '') problems.push({ where: id === '' ? file : id, what: 'a policy has no @reason' });
    policies.push({
      id: id === '' ? `${file}#${policies.length + 1}` : id,
      file,
      text: part,
      body: JSON.stringify(body),
      effect,
      reason,
      annotations: readAnnotations(annotations),
    });
  }
  return { policies, problems };
});

const tooNested = (where: string): Problem => ({
  where,
  what: 'nests more deeply, chains more, or says more than Cedar is given here',
});

function validateStrictly(compiled: CompiledPolicies): Problem[] {
  try {
    const answer = validate({
      validationSettings: { mode: 'strict' },
      schema: compiled.bundle.schema,
      policies: policySet(compiled),
    });
    if (answer.type === 'failure')
      return messages(answer.errors).map((what) => ({ where: 'policies', what }));
    // A warning is a policy that does not mean what it seems to: as bad as an error here.
    return [
      ...[...answer.validationErrors, ...answer.validationWarnings].map(({ policyId, error }) => ({
        where: policyId,
        what: error.message,
      })),
      ...messages(answer.otherWarnings).map((what) => ({ where: 'policies', what })),
    ];
  } catch (error) {
    return [{ where: 'policies', what: error instanceof Error ? error.message : String(error) }];
  }
}

function readSchema(schema: string): { actions: SchemaAction[]; problems: Problem[] } {
  const read = schemaToJson(schema);
  if (read.type === 'failure') {
    return {
      actions: [],
      problems: messages(read.errors).map((what) => ({ where: 'schema.cedarschema', what })),
    };
  }
  const actions = Object.values(read.json).flatMap((namespace) =>
    Object.entries(namespace.actions).map(([id, action]) => ({
      id,
      groups: (action.memberOf ?? []).map((group) => group.id),
      resources: action.appliesTo?.resourceTypes ?? [],
    })),
  );
  return { actions, problems: [] };
}

/** The actions that a policy can have to do with at all. */
const reach = remembered(1_000, (policy: string, schema: string): string[] => {
  const answer = getValidRequestEnvsPolicy(policy, schema);
  return answer.type === 'success'
    ? answer.actions.map((action) => /"(.*)"$/.exec(action)?.[1] ?? action)
    : [];
});

function messages(errors: readonly { message: string }[]): string[] {
  return errors.map((error) => error.message);
}
