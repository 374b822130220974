import { createRoute, z } from '@hono/zod-openapi';
import { delegationSession } from '../delegation/details.ts';
import { listOffers, makeOffer, type Offer, withdrawOffer } from '../delegation/make-offer.ts';
import { consentableAccounts } from '../identity/consentable-accounts.ts';
import { requireLog } from './admit.ts';
import type { Api } from './environment.ts';
import { body, json, operation, refusals } from './route.ts';
import { id, instant, list } from './schemas.ts';

const tags = ['me'];
const access = { customer: ['consent.give'] };
const LONGEST_SECONDS = 24 * 3600;
const { identifier, actions, max_duration } = delegationSession.shape;

const offer = z
  .object({
    id: z.string(),
    identifier: z.string(),
    actions: z.array(z.string()),
    max_duration: z.int(),
    status: z.enum(['open', 'used', 'withdrawn', 'expired']),
    created_at: instant,
    expires_at: instant,
    delegation: z.string().optional().openapi({ description: 'What it was used for.' }),
  })
  .openapi('Offer');

const made = offer
  .extend({ code: z.string().openapi({ description: 'Told once. Whoever has it may use the offer, once.' }) })
  .openapi('MadeOffer');

const wanted = z
  .strictObject({
    identifier: identifier.clone(),
    actions: actions.clone(),
    max_duration: max_duration.clone(),
    valid_for: z.int().min(300).max(LONGEST_SECONDS).openapi({ description: 'Seconds, at most a day.' }),
  })
  .openapi('OfferRequest');

const account = z
  .object({ backend: z.string(), identifier: z.string(), label: z.string() })
  .openapi('OwnAccount');

export const listMyAccounts = createRoute({
  method: 'get',
  path: '/v1/me/accounts',
  tags,
  summary: 'The accounts that the customer may consent for',
  ...operation('listMyAccounts', access),
  responses: { 200: json(list(account).openapi('OwnAccounts'), 'All of them.'), ...refusals() },
});

export const listMyOffers = createRoute({
  method: 'get',
  path: '/v1/me/offers',
  tags,
  summary: 'What the customer has offered, newest first',
  ...operation('listMyOffers', access),
  responses: { 200: json(list(offer).openapi('Offers'), 'The latest fifty.'), ...refusals() },
});

export const makeMyOffer = createRoute({
  method: 'post',
  path: '/v1/me/offers',
  tags,
  summary: 'Allow something once, before anybody asks, to whoever is told the code',
  ...operation('makeMyOffer', access, requireLog),
  request: { body: body(wanted) },
  responses: { 201: json(made, 'With the code, which is not told again.'), ...refusals(404, 503) },
});

export const withdrawMyOffer = createRoute({
  method: 'delete',
  path: '/v1/me/offers/{id}',
  tags,
  summary: 'Take an offer back that nobody has used',
  ...operation('withdrawMyOffer', access),
  request: { params: z.object({ id: id('ofr').openapi({ param: { name: 'id', in: 'path' } }) }) },
  responses: { 204: { description: 'Taken back.' }, ...refusals(404, 409, 503) },
});

function statusOf({ usedAt, withdrawnAt, expiresAt }: Offer, now: Date): z.output<typeof offer>['status'] {
  if (usedAt) return 'used';
  if (withdrawnAt) return 'withdrawn';
  return expiresAt <= now ? 'expired' : 'open';
}

const viewOf = (row: Offer, now: Date): z.output<typeof offer> => ({
  id: row.id,
  identifier: row.identifier,
  actions: row.actions,
  max_duration: row.maxDurationSeconds,
  status: statusOf(row, now),
  created_at: row.createdAt.toISOString(),
  expires_at: row.expiresAt.toISOString(),
  ...(row.delegationId ? { delegation: row.delegationId } : {}),
});

export function offerCalls(api: Api): void {
  api.openapi(listMyAccounts, async (c) => {
    const found = await consentableAccounts(c.get('context').reader, c.get('principal').id);
    const items = found.map(({ backend, identifier, label }) => ({ backend, identifier, label }));
    return c.json({ items, next_cursor: null }, 200);
  });

  api.openapi(listMyOffers, async (c) => {
    const { clock } = c.get('context');
    const rows = await listOffers(c.get('context'), c.get('principal'));
    return c.json({ items: rows.map((row) => viewOf(row, clock.now())), next_cursor: null }, 200);
  });

  api.openapi(makeMyOffer, async (c) => {
    const { max_duration: maxDurationSeconds, valid_for: validForSeconds, ...rest } = c.req.valid('json');
    const { offer: row, code } = await makeOffer(c.get('context'), {
      principal: c.get('principal'),
      offer: { ...rest, maxDurationSeconds, validForSeconds },
    });
    return c.json({ ...viewOf(row, c.get('context').clock.now()), code }, 201);
  });

  api.openapi(withdrawMyOffer, async (c) => {
    const { id } = c.req.valid('param');
    await withdrawOffer(c.get('context'), { principal: c.get('principal'), id });
    return c.body(null, 204);
  });
}
