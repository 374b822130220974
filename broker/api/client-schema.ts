import { z } from '@hono/zod-openapi';
import { peopleDomains } from '../identity/principal.ts';
import type { GivenAuth } from '../oauth/clients/credentials.ts';
import { grantableScopes } from '../oauth/clients/register-client.ts';
import { present } from './present.ts';
import { instant, signedText } from './schemas.ts';

export const clientId = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'is not the id of a client');
export const params = z.object({ id: clientId.openapi({ param: { name: 'id', in: 'path' } }) });
export const client = z
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
      .openapi({ description: 'By a session, or by somebody who is signed in at it. Told when it is read.' }),
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

export const registration = z
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

export const changes = z
  .strictObject({
    name: signedText(120).optional(),
    scopes: z.array(z.string().max(64)).max(16).optional(),
    owner: z.unknown().optional(),
    auth: z.unknown().optional(),
    keys: z.unknown().optional(),
    enabled: z.unknown().optional(),
  })
  .openapi('ClientChange');
