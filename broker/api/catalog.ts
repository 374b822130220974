import { createRoute, z } from '@hono/zod-openapi';
import { findBackends } from '../catalog/find-backends.ts';
import type { Api } from './environment.ts';
import { people } from './guard.ts';
import { json, operation, refusals } from './route.ts';

const catalog = z
  .object({
    backends: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        resource: z.string(),
        actions: z.array(
          z.object({
            id: z.string(),
            title: z.string(),
            risk: z.enum(['read', 'write', 'sensitive', 'never']),
            sees: z.array(z.string()),
            changes: z.array(z.string()),
            masked: z.record(z.string(), z.string()).openapi({
              description: 'What stays hidden until a session reveals it: field → one of what it sees.',
            }),
          }),
        ),
      }),
    ),
    intents: z.array(
      z.object({
        id: z.string(),
        title: z.string(),
        description: z.string(),
        actions: z.array(z.string()),
        max_duration: z.int(),
      }),
    ),
  })
  .openapi('Catalog');

export const getCatalog = createRoute({
  method: 'get',
  path: '/v1/catalog',
  tags: ['catalog'],
  summary: 'Backends, their actions, and the intents that bundle them',
  ...operation('getCatalog', people),
  responses: { 200: json(catalog, 'As the active policy version has it.'), ...refusals() },
});

export function catalogCalls(api: Api): void {
  api.openapi(getCatalog, async (c) => {
    const { reader, policy } = c.get('context');
    const registered = new Map((await findBackends(reader)).map(({ id, resource }) => [id, resource]));
    const { catalog: known, intents } = policy.bundle;
    return c.json(
      {
        backends: known.backends.flatMap(({ id, name, actions }) => {
          const resource = registered.get(id);
          return resource === undefined ? [] : [{ id, name, resource, actions }];
        }),
        intents: [...intents],
      },
      200,
    );
  });
}
