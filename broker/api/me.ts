import { createRoute, z } from '@hono/zod-openapi';
import { entries, entryQuery } from './audit.ts';
import { delegations } from './delegations/schema.ts';
import { everybody } from './guard.ts';
import { json, only, refusals } from './route.ts';
import { page } from './schemas.ts';

const tags = ['me'];

const me = z
  .object({
    id: z.string(),
    domain: z.enum(['support', 'admin', 'customer', 'service']),
    name: z.string(),
    roles: z.array(z.string()),
    groups: z.array(z.string()),
    scopes: z.array(z.string()),
    person: z.string().optional(),
  })
  .openapi('Me');

export const getMe = createRoute({
  method: 'get',
  path: '/v1/me',
  operationId: 'getMe',
  tags,
  summary: 'Who the caller is to the broker',
  ...only(everybody),
  responses: { 200: json(me, 'The caller.'), ...refusals() },
});

export const listMyConsents = createRoute({
  method: 'get',
  path: '/v1/me/consents',
  operationId: 'listMyConsents',
  tags,
  summary: 'What the customer is asked, or was asked',
  ...only({ customer: ['consent.give'] }),
  request: { query: z.strictObject({ state: z.enum(['open', 'all']).default('open'), ...page }) },
  responses: { 200: json(delegations, 'A page.'), ...refusals() },
});

export const listMyDelegations = createRoute({
  method: 'get',
  path: '/v1/me/delegations',
  operationId: 'listMyDelegations',
  tags,
  summary: 'Who may act for the customer now; `state=all` also who could',
  ...only({ customer: ['history.read'] }),
  request: { query: z.strictObject({ state: z.enum(['open', 'all']).default('open'), ...page }) },
  responses: { 200: json(delegations, 'A page.'), ...refusals() },
});

export const listMyHistory = createRoute({
  method: 'get',
  path: '/v1/me/history',
  operationId: 'listMyHistory',
  tags,
  summary: "The log's entries about the customer, newest first",
  ...only({ customer: ['history.read'] }),
  request: { query: entryQuery },
  responses: { 200: json(entries, 'A page.'), ...refusals() },
});
