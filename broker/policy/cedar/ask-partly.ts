import { isAuthorizedPartial, type PolicyJson } from '@cedar-policy/cedar-wasm/nodejs';
import type { CedarCall } from '../cedar-call.ts';
import type { CompiledPolicies } from '../compile.ts';
import type { PartialAnswer } from '../possibilities.ts';
import { messages } from './messages.ts';
import { policySet } from './policy-set.ts';
import { readSchema } from './read-schema.ts';

/**
 * With unknowns in the context Cedar cannot validate the request against the schema, so it knows no groups of actions
 * but those it is given. Whoever enforces asks `ask`.
 */
export function askPartly(compiled: CompiledPolicies, call: CedarCall): PartialAnswer {
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
