import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { ConfigurationError } from '../../config/configuration-error.ts';
import { distinguishedName } from '../../http/distinguished-name.ts';
import { peopleDomains } from '../../identity/principal.ts';
import { isUsablePublicKey, mergedKeys } from './held-keys.ts';
import type { ClientRow } from './store.ts';

const jwk = z
  .record(z.string(), z.unknown())
  .refine(isUsablePublicKey, 'is not a public key of an accepted algorithm');

const auth = z.discriminatedUnion('method', [
  z.object({ method: z.literal('private_key_jwt'), jwks: z.object({ keys: z.array(jwk).min(1).max(10) }) }),
  z
    .object({
      method: z.literal('tls_client_auth'),
      san_uri: z.url().optional(),
      subject_dn: z
        .string()
        .transform((text, context) => {
          const name = distinguishedName(text);
          if (name === undefined)
            context.addIssue({ code: 'custom', message: 'is not a distinguished name (RFC 4514)' });
          return name ?? '';
        })
        .optional(),
    })
    .refine(
      (one) => (one.san_uri === undefined) !== (one.subject_dn === undefined),
      'names exactly one of san_uri and subject_dn',
    ),
]);

const registration = z
  .object({
    client_id: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/),
    name: z.string().min(1),
    /** The human being who answers for it. */
    owner: z.union(
      [z.email(), z.string().regex(/^(adm|agt)_[0-9a-z_]{1,64}$/)],
      'is an e-mail address or the id of a person',
    ),
    kind: z.enum(['door', 'service']),
    domain: z.enum(peopleDomains).optional(),
    auth,
    scopes: z.array(z.string().regex(/^[\x21\x23-\x5b\x5d-\x7e]+$/)),
    resource: z.url().optional(),
    backend: z
      .string()
      .regex(/^[a-z][a-z0-9-]*$/)
      .optional(),
    relay: z.boolean().default(false),
    sign_in_domains: z.array(z.enum(peopleDomains)).default([]),
    rotates_refresh_tokens: z.boolean().default(true),
    credential_days: z.int().min(1).max(3650).optional(),
  })
  .refine(
    (client) => (client.kind === 'door') === (client.domain !== undefined),
    'a door has exactly one domain',
  )
  .refine(
    (client) => client.kind === 'door' || client.client_id.startsWith('svc_'),
    'a service is named svc_…',
  )
  .refine(
    (client) => client.kind === 'service' || !client.client_id.startsWith('svc_'),
    'a door is not named svc_…',
  )
  .refine(
    (client) => (client.resource === undefined) === (client.backend === undefined),
    'a backend has a resource',
  );

const registry = z.object({ clients: z.array(registration) });

export type ClientRegistration = z.input<typeof registration>;
export type Registered = z.infer<typeof registration>;
export type Registry = z.infer<typeof registry>;

export function parseClients(value: unknown, environment: 'demo' | 'production'): Registry {
  const parsed = registry.safeParse(value);
  if (!parsed.success) {
    const [fault] = parsed.error.issues;
    throw new ConfigurationError(
      `BROKER_CLIENTS is not usable. ${fault?.path.join('.')}: ${fault?.message}.`,
    );
  }
  const manyDoors = parsed.data.clients.find((client) => client.sign_in_domains.length > 0);
  if (environment === 'production' && manyDoors) {
    throw new ConfigurationError(
      `BROKER_CLIENTS: ${manyDoors.client_id} is of the demo and does not load in production.`,
    );
  }
  return parsed.data;
}

export function readClients(file: string, environment: 'demo' | 'production'): Registry {
  return parseClients(JSON.parse(readFileSync(file, 'utf8')), environment);
}

/** A client as the file has it; of a row that is held, the age of its keys and whether a person shut it out. */
export function rowOf(client: Registered, held: ClientRow | undefined, now: Date): Omit<ClientRow, 'seal'> {
  const { auth } = client;
  const shutOut = held?.shutOut ?? false;
  return {
    id: client.client_id,
    name: client.name,
    owner: client.owner,
    kind: client.kind,
    domain: client.domain ?? null,
    method: auth.method,
    keys: auth.method === 'private_key_jwt' ? mergedKeys(auth.jwks.keys, held?.keys ?? [], now) : [],
    sanUri: auth.method === 'tls_client_auth' ? (auth.san_uri ?? null) : null,
    subjectDn: auth.method === 'tls_client_auth' ? (auth.subject_dn ?? null) : null,
    credentialDays: client.credential_days ?? null,
    scopes: client.scopes,
    resource: client.resource ?? null,
    backend: client.backend ?? null,
    relay: client.relay,
    signInDomains: client.sign_in_domains,
    rotatesRefreshTokens: client.rotates_refresh_tokens,
    keptBy: 'file',
    shutOut,
    disabledAt: shutOut ? (held?.disabledAt ?? now) : null,
  };
}
