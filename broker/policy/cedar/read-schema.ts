import { schemaToJson } from '@cedar-policy/cedar-wasm/nodejs';
import { remembered } from '../remembered.ts';
import type { Problem, SchemaAction } from '../validate-bundle.ts';
import { messages } from './messages.ts';

export interface ReadSchema {
  readonly actions: SchemaAction[];
  readonly problems: Problem[];
}

const MOST = 20;

/** A schema seldom differs from one version to the next. */
export const readSchema = remembered(MOST, (schema: string): ReadSchema => {
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
});
