import { createRoute, z } from '@hono/zod-openapi';
import { blockActor, listBlocked, unblockActor } from '../session/block-actor.ts';
import type { Api } from './environment.ts';
import { body, json, operation, refusals } from './route.ts';
import { id, instant, list } from './schemas.ts';

const tags = ['me'];
const access = { customer: ['consent.revoke'] };
const actor = id('agt', 'svc');

const block = z.object({ agent: z.string(), name: z.string(), blocked_at: instant }).openapi('Block');

const blocked = z
  .object({ agent: z.string(), delegations_ended: z.int(), sessions_ended: z.int() })
  .openapi('Blocked', { description: 'What was open and has ended.' });

export const listMyBlocks = createRoute({
  method: 'get',
  path: '/v1/me/blocks',
  tags,
  summary: 'The agents whom the customer has blocked',
  ...operation('listMyBlocks', access),
  responses: { 200: json(list(block).openapi('Blocks'), 'All of them.'), ...refusals() },
});

export const blockAgent = createRoute({
  method: 'post',
  path: '/v1/me/blocks',
  tags,
  summary: 'Have nothing more to do with an agent, but in an emergency',
  ...operation('blockAgent', access),
  request: { body: body(z.strictObject({ agent: actor })) },
  responses: { 200: json(blocked, 'Blocked; what was open has ended.'), ...refusals(404, 503) },
});

export const unblockAgent = createRoute({
  method: 'delete',
  path: '/v1/me/blocks/{agent}',
  tags,
  summary: 'Let an agent ask again',
  ...operation('unblockAgent', access),
  request: { params: z.object({ agent: actor.openapi({ param: { name: 'agent', in: 'path' } }) }) },
  responses: { 204: { description: 'May ask again.' }, ...refusals(404, 503) },
});

export function blockCalls(api: Api): void {
  api.openapi(listMyBlocks, async (c) => {
    const found = await listBlocked(c.get('context'), c.get('principal'));
    const items = found.map(({ id: agent, name, blockedAt }) => ({
      agent,
      name,
      blocked_at: blockedAt.toISOString(),
    }));
    return c.json({ items, next_cursor: null }, 200);
  });

  api.openapi(blockAgent, async (c) => {
    const { agent } = c.req.valid('json');
    const ended = await blockActor(c.get('context'), { principal: c.get('principal'), actorId: agent });
    const { delegationsEnded, sessionsEnded } = ended;
    return c.json({ agent, delegations_ended: delegationsEnded, sessions_ended: sessionsEnded }, 200);
  });

  api.openapi(unblockAgent, async (c) => {
    const { agent } = c.req.valid('param');
    await unblockActor(c.get('context'), { principal: c.get('principal'), actorId: agent });
    return c.body(null, 204);
  });
}
