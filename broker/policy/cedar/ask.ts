import { preparsePolicySet, preparseSchema, statefulIsAuthorized } from '@cedar-policy/cedar-wasm/nodejs';
import type { CedarCall } from '../cedar-call.ts';
import type { CompiledPolicies } from '../compile.ts';
import type { CedarAnswer } from '../judge.ts';
import { messages } from './messages.ts';
import { policySet } from './policy-set.ts';

// Cedar keeps parsed sets per thread, by name and for ever: two names, parsed again when another set was loaded last.
// A draft has its own, so that trying one out never makes what is in force be parsed again.
export type Slot = 'countersign' | 'countersign-draft';
const loaded = new Map<Slot, CompiledPolicies>();

export function load(compiled: CompiledPolicies, slot: Slot): void {
  if (loaded.get(slot) === compiled) return;
  loaded.delete(slot);
  const schema = preparseSchema(slot, compiled.bundle.schema);
  if (schema.type === 'failure') throw new Error(messages(schema.errors).join('; '));
  const policies = preparsePolicySet(slot, policySet(compiled));
  if (policies.type === 'failure') throw new Error(messages(policies.errors).join('; '));
  loaded.set(slot, compiled);
}

export function ask(compiled: CompiledPolicies, call: CedarCall, slot: Slot): CedarAnswer {
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
