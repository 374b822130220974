import { createRoute, z } from '@hono/zod-openapi';
import { retryLostRaces } from '../delegation/retry-lost-races.ts';
import { peopleDomains } from '../identity/principal.ts';
import { changeClient as change } from '../oauth/clients/change-client.ts';
import type { GivenAuth } from '../oauth/clients/credentials.ts';
import { grantableScopes, registerClient as register } from '../oauth/clients/register-client.ts';
import {
  listClients as listed,
  type RegisteredClient,
  readClient as read,
} from '../oauth/clients/registered.ts';
import { shutOutClient as shutOut } from '../oauth/clients/shut-out-client.ts';
import type { Api } from './environment.ts';
import { idempotent } from './idempotent.ts';
import { present } from './present.ts';
import { body, json, operation, refusals } from './route.ts';
import { idempotencyKey, instant, list, page, signedText } from './schemas.ts';

export const clientId = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'is not the id of a client');
export const params = z.object({ id: clientId.openapi({ param: { name: 'id', in: 'path' } }) });
const access = { admin: ['client.manage'] };
const tags = ['clients'];

const client = z
  .object({
    id: z.string(),
    name: z.string(),
    kind: z.enum(['door', 'service']),
    domain: z.enum(peopleDomains).optional().openapi({ description: 'Of a door: whose sign-ins it brings.' }),
    owner: z.string().openapi({ description: 'The human being who answers for it.' }),
    owner_name: z.string().optional(),
    owner_known: z
      .boolean()
      .openapi({ description: 'False: the directory knows nobody of that name who may come in.' }),
    auth: z.object({
      method: z.enum(['private_key_jwt', 'tls_client_auth']),
      keys: z.array(z.object({ kid: z.string(), added_at: instant, refused_from: instant })).optional(),
      san_uri: z.string().optional(),
      subject_dn: z.string().optional(),
    }),
    scopes: z.array(z.string()),
    resource: z.string().optional(),
    kept_by: z.enum(['file', 'api']),
    enabled: z.boolean(),
    last_used_at: instant
      .optional()
      .openapi({ description: 'By a session, or by somebody signed in at it.' }),
  })
  .openapi('Client');

export const jwk = z.record(z.string(), z.union([z.string(), z.array(z.string())]));

export const auth = z.union([
  z.strictObject({ method: z.literal('private_key_jwt'), keys: z.array(jwk).min(1).max(10) }),
  z.strictObject({
    method: z.literal('tls_client_auth'),
    san_uri: z.url().max(512).optional(),
    subject_dn: z.string().min(1).max(512).optional(),
  }),
]);

const registration = z
  .strictObject({
    id: z.string().regex(/^svc_[a-z0-9_]{1,56}$/, 'is not svc_ and a name in lower case'),
    name: signedText(120),
    owner: z.string().regex(/^(adm|agt)_[0-9a-z_]{1,64}$/, 'is not the id of a member of staff'),
    scopes: z.array(z.enum(grantableScopes)).max(2),
    auth,
    credential_days: z.int().min(1).max(3650).optional(),
  })
  .openapi('ClientRegistration');

export function authInput(by: z.output<typeof auth>): GivenAuth {
  return by.method === 'private_key_jwt'
    ? by
    : { method: by.method, ...present({ sanUri: by.san_uri, subjectDn: by.subject_dn }) };
}

const changes = z
  .strictObject({
    name: signedText(120).optional(),
    scopes: z.array(z.string().max(64)).max(16).optional(),
    owner: z.unknown().optional(),
    auth: z.unknown().optional(),
    keys: z.unknown().optional(),
    enabled: z.unknown().optional(),
  })
  .openapi('ClientChange');

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

function viewOf({ row, method, keys, ownerName, lastUsedAt }: RegisteredClient): z.output<typeof client> {
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
    return c.json({ items: items.map(viewOf), next_cursor: next }, 200);
  });

  api.openapi(readClient, async (c) =>
    c.json(viewOf(await read(c.get('context'), c.req.valid('param').id)), 200),
  );

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
