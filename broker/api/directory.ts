import { createRoute, z } from '@hono/zod-openapi';
import { findBackends } from '../catalog/find-backends.ts';
import { searchCustomers as search } from '../identity/search-customers.ts';
import type { Api } from './environment.ts';
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

export function directoryCalls(api: Api): void {
  api.openapi(searchCustomers, async (c) => {
    const context = c.get('context');
    const found = await search(context, c.get('principal'), c.req.valid('query').q);
    const backends = new Map((await findBackends(context.reader)).map(({ id, resource }) => [id, resource]));
    const items = found.map(({ id, name, emailMasked, accounts }) => ({
      id,
      name,
      email_masked: emailMasked,
      accounts: accounts.flatMap(({ backend, identifier, label }) => {
        const resource = backends.get(backend);
        return resource === undefined ? [] : [{ identifier, label, resource }];
      }),
    }));
    return c.json({ items }, 200);
  });
}
