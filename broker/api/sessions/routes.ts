import { createRoute, z } from '@hono/zod-openapi';
import { requireLog } from '../admit.ts';
import type { Access } from '../guard.ts';
import { idempotent } from '../idempotent.ts';
import { body, json, operation, refusals } from '../route.ts';
import { id, idempotencyKey, page, signedText } from '../schemas.ts';
import * as schema from './schema.ts';

const runners: Access = { support: ['delegation.run'], service: ['delegation.run'] };
const seers: Access = { ...runners, admin: [], customer: ['history.read'] };
const enders: Access = { ...runners, admin: ['delegation.revoke'], customer: ['consent.revoke'] };
const ofDelegation = z.object({ id: id('dlg').openapi({ param: { name: 'id', in: 'path' } }) });
const params = z.object({ sid: id('ses').openapi({ param: { name: 'sid', in: 'path' } }) });
const tags = ['sessions'];

export const startSession = createRoute({
  method: 'post',
  path: '/v1/delegations/{id}/sessions',
  tags,
  summary: 'Go in: one live session per agent, at level read',
  ...operation('startSession', runners, requireLog, idempotent('required')),
  request: { params: ofDelegation, headers: idempotencyKey('required') },
  responses: { 201: json(schema.started, 'Live.'), ...refusals(404, 409, 422, 503) },
});

export const listSessions = createRoute({
  method: 'get',
  path: '/v1/sessions',
  tags,
  summary: 'The sessions that the caller may see, newest first',
  ...operation('listSessions', seers),
  request: { query: z.strictObject({ status: z.enum(['live', 'ended']).optional(), ...page }) },
  responses: { 200: json(schema.sessions, 'A page.'), ...refusals() },
});

export const getSession = createRoute({
  method: 'get',
  path: '/v1/sessions/{sid}',
  tags,
  summary: 'One session',
  ...operation('getSession', seers),
  request: { params },
  responses: { 200: json(schema.ownSession, 'As it is now.'), ...refusals(404) },
});

/** Who approved may watch, and stop what they see. */
export const listSessionChanges = createRoute({
  method: 'get',
  path: '/v1/sessions/{sid}/changes',
  tags,
  summary: 'What a session changes and reveals as it happens, newest first',
  ...operation('listSessionChanges', { admin: ['delegation.revoke'] }),
  request: { params },
  responses: { 200: json(schema.changes, 'The newest fifty.'), ...refusals(404) },
});

export const endSession = createRoute({
  method: 'delete',
  path: '/v1/sessions/{sid}',
  tags,
  summary: 'Leave it, or stop it: a customer or an admin ends the delegation with it',
  ...operation('endSession', enders),
  request: { params, query: z.strictObject({ reason: signedText(500).optional() }) },
  responses: { 200: json(schema.endedSession, 'Over.'), ...refusals(404, 409, 503) },
});

export const raiseSession = createRoute({
  method: 'post',
  path: '/v1/sessions/{sid}/raise',
  tags,
  summary: 'From level read to write, with a reason and what policy says',
  ...operation('raiseSession', runners, requireLog),
  request: { params, body: body(schema.raising) },
  responses: { 200: json(schema.session, 'At level write.'), ...refusals(404, 409, 503) },
});

export const revealFields = createRoute({
  method: 'post',
  path: '/v1/sessions/{sid}/reveals',
  tags,
  summary: 'Have masked fields shown in this session, with a reason that the customer reads',
  ...operation('revealFields', runners, requireLog),
  request: { params, body: body(schema.revealing) },
  responses: {
    200: json(schema.session, 'Shown to tokens issued from now on.'),
    ...refusals(404, 409, 422, 503),
  },
});

export const lowerSession = createRoute({
  method: 'post',
  path: '/v1/sessions/{sid}/lower',
  tags,
  summary: 'Back to level read',
  ...operation('lowerSession', runners),
  request: { params },
  responses: { 200: json(schema.session, 'At level read.'), ...refusals(404, 409, 503) },
});
