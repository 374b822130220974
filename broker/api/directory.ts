import { createRoute, z } from '@hono/zod-openapi';
import { findBackends } from '../catalog/find-backends.ts';
import type { Context } from '../context.ts';
import { searchPeople as searchAnybody } from '../governance/search-people.ts';
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

const people = z
  .object({
    items: z.array(
      z.object({
        domain: z.enum(['support', 'admin', 'customer']),
        id: z.string(),
        name: z.string(),
        email_masked: z.string().optional().openapi({ description: 'Of a customer.' }),
        groups: z.array(z.string()).openapi({ description: 'Of staff.' }),
        accounts: z
          .array(
            z.object({
              backend: z.string(),
              identifier: z.string(),
              label: z.string(),
              resource: z.string(),
            }),
          )
          .openapi({ description: 'Of a customer.' }),
      }),
    ),
  })
  .openapi('PeopleMatches');

export const searchPeople = createRoute({
  method: 'get',
  path: '/v1/directory/people',
  tags: ['directory'],
  summary: 'Find whom a decision of policy is about; at most ten, and each search is recorded',
  ...operation('searchPeople', { admin: ['policy.propose', 'audit.read'] }),
  request: {
    query: z.strictObject({
      domain: z.enum(['support', 'admin', 'customer']),
      q: z.string().trim().min(3).max(100),
    }),
  },
  responses: { 200: json(people, 'The matches.'), ...refusals() },
});

async function resources(context: Context): Promise<Map<string, string>> {
  return new Map((await findBackends(context.reader)).map(({ id, resource }) => [id, resource]));
}

export function directoryCalls(api: Api): void {
  api.openapi(searchPeople, async (c) => {
    const context = c.get('context');
    const { domain, q: text } = c.req.valid('query');
    const found = await searchAnybody(context, { principal: c.get('principal'), domain, text });
    const backends = await resources(context);
    const items = found.map((one) => ({
      domain: one.domain,
      id: one.id,
      name: one.name,
      ...(one.domain === 'customer' && { email_masked: one.emailMasked }),
      groups: one.domain === 'customer' ? [] : [...one.groups],
      accounts:
        one.domain !== 'customer'
          ? []
          : one.accounts.flatMap((account) => {
              const resource = backends.get(account.backend);
              return resource === undefined ? [] : [{ ...account, resource }];
            }),
    }));
    return c.json({ items }, 200);
  });

  api.openapi(searchCustomers, async (c) => {
    const context = c.get('context');
    const found = await search(context, c.get('principal'), c.req.valid('query').q);
    const backends = await resources(context);
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
