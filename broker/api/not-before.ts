import { createRoute, z } from '@hono/zod-openapi';
import { type Level, levels } from '../identity/level.ts';
import { requireScope } from '../oauth/authenticate.ts';
import { setNotBefore as set } from '../oauth/not-before/set-not-before.ts';
import type { Api } from './environment.ts';
import { idempotent } from './idempotent.ts';
import { body, json, operation, refusals } from './route.ts';
import { idempotencyKey, signedText } from './schemas.ts';

const scopeOf: Record<Level, string> = {
  subject: 'delegation.revoke',
  actor: 'delegation.revoke',
  delegation: 'delegation.revoke',
  session: 'delegation.revoke',
  person: 'people.manage',
  client: 'client.manage',
};

const asked = z
  .strictObject({
    level: z.enum(levels),
    id: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/),
    reason: signedText(500),
  })
  .openapi('NotBefore');

const ended = z
  .object({
    level: z.enum(levels),
    id: z.string(),
    delegations_ended: z.int(),
    sessions_ended: z.int(),
    sign_ins_ended: z.int(),
  })
  .openapi('CutOff');

export const setNotBefore = createRoute({
  method: 'post',
  path: '/v1/not-before',
  tags: ['stops'],
  summary: 'Cut off everything that began up to now and stands on this',
  description: 'Needs `people.manage` for a person, `client.manage` for a client, else `delegation.revoke`.',
  ...operation('setNotBefore', { admin: [...new Set(Object.values(scopeOf))] }, idempotent('required')),
  request: { headers: idempotencyKey('required'), body: body(asked) },
  responses: { 200: json(ended, 'Cut off.'), ...refusals(404, 409, 422, 503) },
});

export function notBeforeCalls(api: Api): void {
  api.openapi(setNotBefore, async (c) => {
    const { level, id, reason } = c.req.valid('json');
    const context = c.get('context');
    const principal = c.get('principal');
    requireScope(context, principal, scopeOf[level]);
    const { delegations, sessions, signIns } = await set(context, { principal, level, id, reason });
    const counts = { delegations_ended: delegations, sessions_ended: sessions, sign_ins_ended: signIns };
    return c.json({ level, id, ...counts }, 200);
  });
}
