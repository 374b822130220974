import { createRoute, z } from '@hono/zod-openapi';
import { json, operation, refusals } from './route.ts';

const customers = z
  .object({
    items: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        email_masked: z.string(),
        accounts: z.array(z.object({ identifier: z.string(), label: z.string(), resource: z.string() })),
      }),
    ),
  })
  .openapi('CustomerMatches');

export const searchCustomers = createRoute({
  method: 'get',
  path: '/v1/directory/customers',
  tags: ['directory'],
  summary: 'Find a customer; at most ten, masked, and each search is recorded',
  ...operation('searchCustomers', { support: ['delegation.request'] }),
  request: { query: z.strictObject({ q: z.string().trim().min(3).max(100) }) },
  responses: { 200: json(customers, 'The matches.'), ...refusals() },
});
