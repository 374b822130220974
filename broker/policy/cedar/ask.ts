import { preparsePolicySet, preparseSchema, statefulIsAuthorized } from '@cedar-policy/cedar-wasm/nodejs';
import type { CedarCall } from '../cedar-call.ts';
import type { CompiledPolicies } from '../compile.ts';
import type { CedarAnswer } from '../judge.ts';
import { messages } from './messages.ts';
import { policySet } from './policy-set.ts';

/** A draft that is tried out never makes what is in force be parsed again. */
export type Use = 'in force' | 'draft';

// Cedar keeps parsed sets per thread, by name and for ever. What is in force has two names, so that the next version is
// made ready beside it and an activation waits for nothing.
const names = { 'in force': ['countersign', 'countersign-next'], draft: ['countersign-draft'] } as const;

/** By name, least recently asked first. */
const loaded = new Map<string, CompiledPolicies>();

/** Answers under which name it is parsed now; whatever was asked longest ago gives way. */
export function load(compiled: CompiledPolicies, use: Use): string {
  const own: readonly string[] = names[use];
  const known = own.find((name) => loaded.get(name) === compiled);
  const name =
    known ??
    own.find((one) => !loaded.has(one)) ??
    [...loaded.keys()].find((one) => own.includes(one)) ??
    own[0];
  if (name === undefined) throw new Error('There is no name to parse policies under.');
  loaded.delete(name);
  if (known === undefined) {
    const schema = preparseSchema(name, compiled.bundle.schema);
    if (schema.type === 'failure') throw new Error(messages(schema.errors).join('; '));
    const policies = preparsePolicySet(name, policySet(compiled));
    if (policies.type === 'failure') throw new Error(messages(policies.errors).join('; '));
  }
  loaded.set(name, compiled);
  return name;
}

export function ask(compiled: CompiledPolicies, call: CedarCall, use: Use): CedarAnswer {
  try {
    const name = load(compiled, use);
    const answer = statefulIsAuthorized({
      ...call,
      preparsedSchemaName: name,
      preparsedPolicySetId: name,
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
