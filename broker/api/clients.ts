import { createRoute, z } from '@hono/zod-openapi';
import { retryLostRaces } from '../delegation/retry-lost-races.ts';
import { changeClient as change } from '../oauth/clients/change-client.ts';
import { lastUses } from '../oauth/clients/last-uses.ts';
import { registerClient as register } from '../oauth/clients/register-client.ts';
import {
  listClients as listed,
  type RegisteredClient,
  readClient as read,
} from '../oauth/clients/registered.ts';
import { shutOutClient as shutOut } from '../oauth/clients/shut-out-client.ts';
import { authInput, changes, client, params, registration } from './client-schema.ts';
import type { Api } from './environment.ts';
import { idempotent } from './idempotent.ts';
import { present } from './present.ts';
import { body, json, operation, refusals } from './route.ts';
import { idempotencyKey, list, page, signedText } from './schemas.ts';

const access = { admin: ['client.manage'] };
const tags = ['clients'];

export const listClients = createRoute({
  method: 'get',
  path: '/v1/clients',
  tags,
  summary: 'The registered clients',
  ...operation('listClients', access),
  request: { query: z.object(page) },
  responses: { 200: json(list(client).openapi('Clients'), 'One page, by name.'), ...refusals() },
});

export const readClient = createRoute({
  method: 'get',
  path: '/v1/clients/{id}',
  tags,
  summary: 'One client',
  ...operation('readClient', access),
  request: { params },
  responses: { 200: json(client, 'The client.'), ...refusals(404) },
});

export const registerClient = createRoute({
  method: 'post',
  path: '/v1/clients',
  tags,
  summary: 'Register a service; doors, backends and wider scopes come from the registry file',
  ...operation('registerClient', access, idempotent('required')),
  request: { headers: idempotencyKey('required'), body: body(registration) },
  responses: { 201: json(client, 'Registered.'), ...refusals(409, 422, 503) },
});

export const changeClient = createRoute({
  method: 'patch',
  path: '/v1/clients/{id}',
  tags,
  summary:
    'Name a client anew or take scopes away; anything else takes two persons: see `POST /v1/clients/{id}/changes`',
  ...operation('changeClient', access),
  request: { params, body: body(changes) },
  responses: { 200: json(client, 'Changed.'), ...refusals(404, 409, 503) },
});

export const shutOutClient = createRoute({
  method: 'post',
  path: '/v1/clients/{id}/disable',
  tags,
  summary: 'Shut a client out; ends its sessions',
  ...operation('shutOutClient', access),
  request: { params, body: body(z.strictObject({ reason: signedText(500) })) },
  responses: { 200: json(client, 'Shut out.'), ...refusals(404, 409, 503) },
});

function viewOf(
  { row, method, keys, ownerName }: RegisteredClient,
  lastUsedAt?: Date,
): z.output<typeof client> {
  const shown = keys.map(({ kid, addedAt, refusedFrom }) => ({
    kid,
    added_at: addedAt.toISOString(),
    refused_from: refusedFrom.toISOString(),
  }));
  return {
    id: row.id,
    name: row.name,
    kind: row.kind,
    ...(row.domain === null ? {} : { domain: row.domain }),
    owner: row.owner,
    ...(ownerName === undefined ? {} : { owner_name: ownerName }),
    owner_known: ownerName !== undefined,
    auth: {
      method: method.name,
      ...('keys' in method ? { keys: shown } : {}),
      ...('sanUri' in method ? { san_uri: method.sanUri } : {}),
      ...('subjectDn' in method ? { subject_dn: method.subjectDn } : {}),
    },
    scopes: row.scopes,
    ...(row.resource === null ? {} : { resource: row.resource }),
    kept_by: row.keptBy,
    enabled: row.disabledAt === null,
    ...(lastUsedAt === undefined ? {} : { last_used_at: lastUsedAt.toISOString() }),
  };
}

export function clientCalls(api: Api): void {
  api.openapi(listClients, async (c) => {
    const { cursor, limit } = c.req.valid('query');
    const { items, next } = await listed(c.get('context'), { after: cursor, limit });
    const uses = await lastUses(
      c.get('context'),
      items.map(({ row }) => row.id),
    );
    const shown = items.map((one) => viewOf(one, uses.get(one.row.id)));
    return c.json({ items: shown, next_cursor: next }, 200);
  });

  api.openapi(readClient, async (c) => {
    const { id } = c.req.valid('param');
    const found = await read(c.get('context'), id);
    return c.json(viewOf(found, (await lastUses(c.get('context'), [id])).get(id)), 200);
  });

  api.openapi(registerClient, async (c) => {
    const { auth: by, credential_days: credentialDays, ...wanted } = c.req.valid('json');
    const made = await register(c.get('context'), c.get('principal'), {
      ...wanted,
      auth: authInput(by),
      ...(credentialDays === undefined ? {} : { credentialDays }),
    });
    return c.json(viewOf(made), 201);
  });

  api.openapi(changeClient, async (c) => {
    const { name, scopes, ...rest } = c.req.valid('json');
    const others = Object.keys(present(rest));
    const wanted = { ...present({ name, scopes }), others };
    const { id } = c.req.valid('param');
    const changed = await retryLostRaces(() => change(c.get('context'), c.get('principal'), id, wanted));
    return c.json(viewOf(changed), 200);
  });

  api.openapi(shutOutClient, async (c) => {
    const { reason } = c.req.valid('json');
    const { id } = c.req.valid('param');
    const gone = await retryLostRaces(() => shutOut(c.get('context'), c.get('principal'), id, reason));
    return c.json(viewOf(gone), 200);
  });
}
