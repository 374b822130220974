import { createRoute, z } from '@hono/zod-openapi';
import { type DescribedDelegation, describeDelegations } from '../delegation/describe.ts';
import { listDelegations } from '../delegation/visible.ts';
import { entries, entryQuery, pageOfEntries } from './audit.ts';
import { viewsOf } from './delegations/describe.ts';
import { delegations } from './delegations/schema.ts';
import type { Api } from './environment.ts';
import { everybody } from './guard.ts';
import { json, operation, refusals } from './route.ts';
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
  tags,
  summary: 'Who the caller is to the broker',
  ...operation('getMe', everybody),
  responses: { 200: json(me, 'The caller.'), ...refusals() },
});

export const listMyConsents = createRoute({
  method: 'get',
  path: '/v1/me/consents',
  tags,
  summary: 'What the customer is asked, or was asked',
  ...operation('listMyConsents', { customer: ['consent.give'] }),
  request: { query: z.strictObject({ state: z.enum(['open', 'all']).default('open'), ...page }) },
  responses: { 200: json(delegations, 'A page.'), ...refusals() },
});

export const listMyDelegations = createRoute({
  method: 'get',
  path: '/v1/me/delegations',
  tags,
  summary: 'Who may act for the customer now; `state=all` also who could',
  ...operation('listMyDelegations', { customer: ['history.read'] }),
  request: { query: z.strictObject({ state: z.enum(['open', 'all']).default('open'), ...page }) },
  responses: { 200: json(delegations, 'A page.'), ...refusals() },
});

export const listMyHistory = createRoute({
  method: 'get',
  path: '/v1/me/history',
  tags,
  summary: "The log's entries about the customer, newest first",
  ...operation('listMyHistory', { customer: ['history.read'] }),
  request: { query: entryQuery },
  responses: { 200: json(entries, 'A page.'), ...refusals() },
});

const wantsConsent = ({ delegation }: DescribedDelegation) => delegation.obligations.consent;

/** The customer is asked when the approvers are done. */
const awaitsConsent = (one: DescribedDelegation) =>
  wantsConsent(one) && one.approvals.complete && one.delegation.consent === undefined;

export function meCalls(api: Api): void {
  api.openapi(getMe, (c) => {
    const { id, domain, name, roles, groups, scopes, person } = c.get('principal');
    const lists = { roles: [...roles], groups: [...groups], scopes: [...scopes] };
    return c.json({ id, domain, name, ...lists, ...(person === undefined ? {} : { person }) }, 200);
  });

  api.openapi(listMyConsents, async (c) => {
    const { state, cursor, limit } = c.req.valid('query');
    const context = c.get('context');
    const page = await listDelegations(context, {
      principal: c.get('principal'),
      ...(state === 'open' ? { statuses: ['pending'] } : {}),
      ...(cursor ? { cursor } : {}),
      limit,
    });
    const described = await describeDelegations(context, page.items);
    const asked = described.filter((one) => (state === 'open' ? awaitsConsent(one) : wantsConsent(one)));
    return c.json(
      {
        items: await viewsOf(
          context,
          asked.map(({ delegation }) => delegation),
        ),
        next_cursor: page.nextCursor,
      },
      200,
    );
  });

  api.openapi(listMyDelegations, async (c) => {
    const { state, cursor, limit } = c.req.valid('query');
    const context = c.get('context');
    const page = await listDelegations(context, {
      principal: c.get('principal'),
      ...(state === 'open' ? { statuses: ['granted'] } : {}),
      ...(cursor ? { cursor } : {}),
      limit,
    });
    return c.json({ items: await viewsOf(context, page.items), next_cursor: page.nextCursor }, 200);
  });

  api.openapi(listMyHistory, async (c) =>
    c.json(await pageOfEntries(c.get('context'), c.get('principal'), c.req.valid('query')), 200),
  );
}
