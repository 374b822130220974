import { getValidRequestEnvsPolicy } from '@cedar-policy/cedar-wasm/nodejs';
import { remembered } from '../remembered.ts';

/** The actions that a policy can have to do with at all. */
export const reach = remembered(1_000, (policy: string, schema: string): string[] => {
  const answer = getValidRequestEnvsPolicy(policy, schema);
  return answer.type === 'success'
    ? answer.actions.map((action) => /"(.*)"$/.exec(action)?.[1] ?? action)
    : [];
});
