import { createRoute, z } from '@hono/zod-openapi';
import { params as clientParams } from '../client-schema.ts';
import { idempotent } from '../idempotent.ts';
import { body, json, operation, refusals } from '../route.ts';
import { idempotencyKey, page } from '../schemas.ts';
import * as shape from './schema.ts';

const tags = ['clients'];
const access = { admin: ['client.manage'] };

export const CHANGES = '/v1/clients/changes';

export const proposeChange = createRoute({
  method: 'post',
  path: '/v1/clients/{id}/changes',
  tags,
  summary: 'Propose what takes two persons: another owner, method or key, wider scopes, letting in again',
  ...operation('proposeClientChange', access, idempotent('required')),
  request: {
    params: clientParams,
    headers: idempotencyKey('required'),
    body: body(shape.changeRequest),
  },
  responses: { 201: json(shape.change, 'Open for a day.'), ...refusals(404, 409, 422, 503) },
});

export const listChanges = createRoute({
  method: 'get',
  path: CHANGES,
  tags,
  summary: 'Proposed changes of clients, newest first',
  ...operation('listClientChanges', access),
  request: { query: z.object({ ...page, ...shape.changeQuery }) },
  responses: { 200: json(shape.changes, 'A page.'), ...refusals() },
});

export const readChange = createRoute({
  method: 'get',
  path: `${CHANGES}/{id}`,
  tags,
  summary: 'One proposed change with what the client was and would be',
  ...operation('readClientChange', access),
  request: { params: shape.changeId },
  responses: { 200: json(shape.change, 'The change.'), ...refusals(404) },
});

export const decideChange = createRoute({
  method: 'post',
  path: `${CHANGES}/{id}/decisions`,
  tags,
  summary: 'Accept or reject a change, as a second person',
  ...operation('decideClientChange', access, idempotent('offered')),
  request: {
    params: shape.changeId,
    headers: idempotencyKey('offered'),
    body: body(shape.decisionRequest),
  },
  responses: { 200: json(shape.change, 'Decided.'), ...refusals(404, 409, 422, 503) },
});

export const withdrawChange = createRoute({
  method: 'delete',
  path: `${CHANGES}/{id}`,
  tags,
  summary: 'Take a proposed change back',
  ...operation('withdrawClientChange', access),
  request: { params: shape.changeId },
  responses: { 200: json(shape.change, 'Withdrawn.'), ...refusals(404, 409, 503) },
});
