import { schemaToJson } from '@cedar-policy/cedar-wasm/nodejs';
import type { Problem, SchemaAction } from '../validate-bundle.ts';
import { messages } from './messages.ts';

export function readSchema(schema: string): { actions: SchemaAction[]; problems: Problem[] } {
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
      kind: JSON.stringify([action.memberOf, action.appliesTo, action.attributes]),
    })),
  );
  return { actions, problems: [] };
}
