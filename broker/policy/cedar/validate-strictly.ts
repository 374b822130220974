import { validate } from '@cedar-policy/cedar-wasm/nodejs';
import type { CompiledPolicies } from '../compile.ts';
import type { Problem } from '../validate-bundle.ts';
import { messages } from './messages.ts';
import { policySet } from './policy-set.ts';

export function validateStrictly(compiled: CompiledPolicies): Problem[] {
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
