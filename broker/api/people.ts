import { createRoute, z } from '@hono/zod-openapi';
import { json, only, refusals } from './route.ts';
import { id } from './schemas.ts';

const params = z.object({ id: id('agt', 'adm', 'cus').openapi({ param: { name: 'id', in: 'path' } }) });
const access = { admin: ['people.manage'] };
const tags = ['people'];

const person = z.object({ id: z.string(), name: z.string(), enabled: z.boolean() }).openapi('PersonState');

export const disablePerson = createRoute({
  method: 'post',
  path: '/v1/people/{id}/disable',
  operationId: 'disablePerson',
  tags,
  summary: "Shut a person out; ends the person's sessions and sign-ins",
  ...only(access),
  request: { params },
  responses: { 200: json(person, 'Shut out.'), ...refusals(404, 409, 503) },
});

export const enablePerson = createRoute({
  method: 'post',
  path: '/v1/people/{id}/enable',
  operationId: 'enablePerson',
  tags,
  summary: 'Let a person in again',
  ...only(access),
  request: { params },
  responses: { 200: json(person, 'Let in.'), ...refusals(404, 409, 503) },
});
