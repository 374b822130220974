import { createRoute, z } from '@hono/zod-openapi';
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
