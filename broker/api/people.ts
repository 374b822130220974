import { createRoute, z } from '@hono/zod-openapi';
import { retryLostRaces } from '../delegation/retry-lost-races.ts';
import { disablePerson as disable } from '../identity/disable-person.ts';
import { enablePerson as enable } from '../identity/enable-person.ts';
import { reinstateMembership as reinstate } from '../identity/reinstate-membership.ts';
import { closeSessionsOfPerson } from '../session/close-sessions-of-person.ts';
import type { Api } from './environment.ts';
import { body, json, operation, refusals } from './route.ts';
import { id, signedText } from './schemas.ts';

const params = z.object({ id: id('agt', 'adm', 'cus').openapi({ param: { name: 'id', in: 'path' } }) });
const access = { admin: ['people.manage'] };
const tags = ['people'];

const person = z.object({ id: z.string(), name: z.string(), enabled: z.boolean() }).openapi('PersonState');

export const disablePerson = createRoute({
  method: 'post',
  path: '/v1/people/{id}/disable',
  tags,
  summary: "Shut a person out; ends the person's sessions and sign-ins",
  ...operation('disablePerson', access),
  request: {
    params,
    body: {
      content: { 'application/json': { schema: z.strictObject({ reason: signedText(500).optional() }) } },
    },
  },
  responses: { 200: json(person, 'Shut out.'), ...refusals(404, 409, 503) },
});

export const enablePerson = createRoute({
  method: 'post',
  path: '/v1/people/{id}/enable',
  tags,
  summary: 'Let a person in again',
  ...operation('enablePerson', access),
  request: { params },
  responses: { 200: json(person, 'Let in.'), ...refusals(404, 409, 503) },
});

export const reinstateMembership = createRoute({
  method: 'post',
  path: '/v1/people/{id}/reinstatements',
  tags,
  summary: 'Let a group of somebody else that lapsed in a review count again',
  ...operation('reinstateMembership', access),
  request: {
    params,
    body: body(
      z.strictObject({ group: z.string().min(1).max(255), reason: signedText(500) }).openapi('Reinstatement'),
    ),
  },
  responses: { 200: json(person, 'Counts again.'), ...refusals(404, 409, 422, 503) },
});

export function peopleCalls(api: Api): void {
  api.openapi(disablePerson, async (c) => {
    const { reason = '' } = c.req.valid('json');
    const context = c.get('context');
    const principal = c.get('principal');
    const found = await retryLostRaces(() =>
      disable(context, principal, c.req.valid('param').id, reason, (accounts) =>
        closeSessionsOfPerson(context, accounts, {
          by: { kind: 'admin', id: principal.id },
          reason: 'The person was shut out.',
          about: true,
        }),
      ),
    );
    return c.json({ id: found.id, name: found.name, enabled: found.enabled }, 200);
  });

  api.openapi(enablePerson, async (c) => {
    const found = await enable(c.get('context'), c.get('principal'), c.req.valid('param').id);
    return c.json({ id: found.id, name: found.name, enabled: found.enabled }, 200);
  });

  api.openapi(reinstateMembership, async (c) => {
    const context = c.get('context');
    const asked = { id: c.req.valid('param').id, ...c.req.valid('json') };
    const found = await retryLostRaces(() => reinstate(context, c.get('principal'), asked));
    return c.json({ id: found.id, name: found.name, enabled: found.enabled }, 200);
  });
}
