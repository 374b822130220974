import { createRoute, z } from '@hono/zod-openapi';
import { requireLog } from '../admit.ts';
import { people } from '../guard.ts';
import { idempotent } from '../idempotent.ts';
import { body, json, operation, refusals } from '../route.ts';
import { id, idempotencyKey, page } from '../schemas.ts';
import * as schema from './schema.ts';

const tags = ['passkeys'];
const ofPasskey = z.object({ id: id('pky').openapi({ param: { name: 'id', in: 'path' } }) });
const ofStaff = z.object({ id: id('adm', 'agt').openapi({ param: { name: 'id', in: 'path' } }) });
const operator = { service: ['passkeys.enrol'] };

export const passkeyOptions = createRoute({
  method: 'post',
  path: '/v1/me/passkeys/options',
  tags,
  summary: 'What the browser makes a new passkey with',
  ...operation('passkeyOptions', people),
  responses: { 200: json(schema.creationOptions, 'For `startRegistration`.'), ...refusals(409) },
});

export const addPasskey = createRoute({
  method: 'post',
  path: '/v1/me/passkeys',
  tags,
  summary: 'Add a passkey; staff need a code or two invitations, and it waits to be confirmed',
  ...operation('addPasskey', people, requireLog, idempotent('required')),
  request: { headers: idempotencyKey('required'), body: body(schema.newPasskey) },
  responses: { 201: json(schema.passkey, 'Added.'), ...refusals(409, 422, 503) },
});

export const listMyPasskeys = createRoute({
  method: 'get',
  path: '/v1/me/passkeys',
  tags,
  summary: "The caller's passkeys",
  ...operation('listMyPasskeys', people),
  responses: { 200: json(schema.passkeys, 'All of them.'), ...refusals() },
});

export const removeMyPasskey = createRoute({
  method: 'delete',
  path: '/v1/me/passkeys/{id}',
  tags,
  summary: 'Take one of the caller’s passkeys out of use',
  ...operation('removeMyPasskey', people),
  request: { params: ofPasskey },
  responses: { 200: json(schema.passkey, 'Removed.'), ...refusals(404, 409, 503) },
});

export const listPasskeys = createRoute({
  method: 'get',
  path: '/v1/passkeys',
  tags,
  summary: 'Passkeys of everybody, by age',
  ...operation('listPasskeys', { admin: [] }),
  request: { query: z.strictObject({ status: schema.state.optional(), ...page }) },
  responses: { 200: json(schema.passkeys, 'A page.'), ...refusals() },
});

export const removePasskey = createRoute({
  method: 'delete',
  path: '/v1/passkeys/{id}',
  tags,
  summary: 'Take somebody’s passkey out of use',
  ...operation('removePasskey', { admin: ['people.manage'] }),
  request: { params: ofPasskey },
  responses: { 200: json(schema.passkey, 'Removed.'), ...refusals(404, 409, 503) },
});

export const confirmPasskey = createRoute({
  method: 'post',
  path: '/v1/passkeys/{id}/confirmations',
  tags,
  summary: 'Let a new passkey in, or keep it out; signed with a passkey that is in already',
  ...operation('confirmPasskey', { admin: [], customer: [] }, requireLog, idempotent('offered')),
  request: { params: ofPasskey, headers: idempotencyKey('offered'), body: body(schema.confirmation) },
  responses: { 200: json(schema.passkey, 'Decided.'), ...refusals(404, 409, 422, 503) },
});

export const inviteToEnrol = createRoute({
  method: 'post',
  path: '/v1/people/{id}/invitations',
  tags,
  summary: 'One of two signatures that let somebody add a passkey without a code',
  ...operation('inviteToEnrol', { admin: ['delegation.approve'] }, requireLog, idempotent('required')),
  request: { params: ofStaff, headers: idempotencyKey('required'), body: body(schema.invitation) },
  responses: { 201: json(schema.invited, 'Signed.'), ...refusals(404, 409, 422, 503) },
});

/** Takes no idempotency key: the answer holds the code, and answers that are stored hold none. */
export const makeEnrolmentCode = createRoute({
  method: 'post',
  path: '/v1/enrolment-codes',
  tags,
  summary: 'A one-time code with which somebody may add a passkey; an earlier one stops working',
  ...operation('makeEnrolmentCode', operator, requireLog),
  request: { body: body(schema.codeRequest) },
  responses: { 201: json(schema.madeCode, 'To be handed over in person.'), ...refusals(404, 409, 503) },
});

export const confirmByOperator = createRoute({
  method: 'post',
  path: '/v1/passkeys/{id}/operator-confirmation',
  tags,
  summary: 'Let a passkey in by its fingerprint, where nobody else can',
  ...operation('confirmByOperator', operator, requireLog),
  request: { params: ofPasskey, body: body(schema.fingerprint) },
  responses: { 200: json(schema.passkey, 'Let in.'), ...refusals(404, 409, 503) },
});
