import type { Policy, PolicySet } from '@cedar-policy/cedar-wasm/nodejs';
import type { CompiledPolicies } from '../compile.ts';

export function policySet({ policies }: Pick<CompiledPolicies, 'policies'>): PolicySet {
  const texts = [...policies.values()].map((policy): [string, Policy] => [policy.id, policy.text]);
  return { staticPolicies: Object.fromEntries(texts) };
}
