import { createRoute, z } from '@hono/zod-openapi';
import { requireLog } from '../admit.ts';
import type { Access } from '../guard.ts';
import { idempotent } from '../idempotent.ts';
import { body, json, operation, refusals } from '../route.ts';
import { id, page } from '../schemas.ts';
import * as schema from './schema.ts';

const requesters: Access = {
  support: ['delegation.request', 'delegation.run'],
  service: ['delegation.request', 'delegation.run'],
};
const filers: Access = { support: ['delegation.request'], service: ['delegation.request'] };
const params = z.object({ id: id('dlg').openapi({ param: { name: 'id', in: 'path' } }) });
const tags = ['delegations'];

export const key = (required: boolean) =>
  z.object({
    'idempotency-key': (required ? z.string() : z.string().optional()).openapi({
      description: 'A quoted string; the same key and body are answered once and then again the same.',
      example: '"8e03978e-40d5-43dd-bc93-6894a57f9324"',
    }),
  });

export const listDelegations = createRoute({
  method: 'get',
  path: '/v1/delegations',
  tags,
  summary: 'The delegations that the caller may see, newest first',
  ...operation('listDelegations', { ...requesters, admin: [], customer: ['history.read', 'consent.give'] }),
  request: { query: z.strictObject({ status: schema.status.optional(), ...page }) },
  responses: { 200: json(schema.delegations, 'A page.'), ...refusals() },
});

export const createDelegation = createRoute({
  method: 'post',
  path: '/v1/delegations',
  tags,
  summary: 'Ask to act for a customer',
  ...operation('createDelegation', filers, requireLog, idempotent('required')),
  request: { headers: key(true), body: body(schema.delegationRequest) },
  responses: {
    201: json(schema.filed, 'Filed; pending, or granted when nothing is required.'),
    ...refusals(404, 409, 422, 503),
  },
});

export const previewDelegation = createRoute({
  method: 'post',
  path: '/v1/delegations/preview',
  tags,
  summary: 'What policy would say and ask; nothing is stored',
  ...operation('previewDelegation', filers),
  request: { body: body(schema.delegationRequest) },
  responses: { 200: json(schema.preview, 'The verdict.'), ...refusals(404) },
});

export const getDelegation = createRoute({
  method: 'get',
  path: '/v1/delegations/{id}',
  tags,
  summary: 'One delegation',
  ...operation('getDelegation', { ...requesters, admin: [], customer: ['history.read', 'consent.give'] }),
  request: { params },
  responses: { 200: json(schema.delegation, 'As it is now.'), ...refusals(404) },
});

export const endDelegation = createRoute({
  method: 'delete',
  path: '/v1/delegations/{id}',
  tags,
  summary: 'Take it back before the grant, end it after',
  ...operation('endDelegation', requesters),
  request: { params },
  responses: { 200: json(schema.delegation, 'Withdrawn or completed.'), ...refusals(404, 409, 503) },
});

export const reviewDelegation = createRoute({
  method: 'post',
  path: '/v1/delegations/{id}/approvals',
  tags,
  summary: 'Approve, deny, or ask for more information',
  ...operation('reviewDelegation', { admin: ['delegation.approve'] }, requireLog, idempotent('offered')),
  request: { params, headers: key(false), body: body(schema.review) },
  responses: { 200: json(schema.delegation, 'With the review.'), ...refusals(404, 409, 422, 503) },
});

export const answerConsent = createRoute({
  method: 'post',
  path: '/v1/delegations/{id}/consent',
  tags,
  summary: 'Give or refuse consent',
  ...operation('answerConsent', { customer: ['consent.give'] }, requireLog, idempotent('offered')),
  request: { params, headers: key(false), body: body(schema.consentAnswer) },
  responses: { 200: json(schema.delegation, 'With the answer.'), ...refusals(404, 409, 422, 503) },
});

export const revokeDelegation = createRoute({
  method: 'post',
  path: '/v1/delegations/{id}/revoke',
  tags,
  summary: 'Stop it, now and everywhere',
  ...operation('revokeDelegation', { admin: ['delegation.revoke'], customer: ['consent.revoke'] }),
  request: { params, body: body(schema.revocation) },
  responses: { 200: json(schema.revoked, 'Stopped.'), ...refusals(404, 409, 503) },
});
