import { readFileSync } from 'node:fs';
import { and, eq, inArray, isNotNull } from 'drizzle-orm';
import { z } from 'zod';
import { hashOf } from '../../audit/event.ts';
import { type Write, write } from '../../audit/record.ts';
import { logEvents } from '../../audit/tables.ts';
import { canonicalJson } from '../../canonical-json.ts';
import { ConfigurationError } from '../../config.ts';
import type { Context } from '../../context.ts';
import { insertInto, update } from '../../db/build.ts';
import { changedMeanwhile, retryLostRaces } from '../../delegation/retry-lost-races.ts';
import { distinguishedName } from '../../http/distinguished-name.ts';
import { peopleDomains } from '../../identity/principal.ts';
import { isUsablePublicKey, mergedKeys } from './held-keys.ts';
import { asSealed, type ClientRow, clientHolds, sealedClient } from './store.ts';
import { clients } from './tables.ts';

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

export function parseClients(value: unknown, environment: 'demo' | 'production'): z.infer<typeof registry> {
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

export function readClients(file: string, environment: 'demo' | 'production'): z.infer<typeof registry> {
  return parseClients(JSON.parse(readFileSync(file, 'utf8')), environment);
}

function rowOf(
  client: z.infer<typeof registration>,
  held: ClientRow | undefined,
  now: Date,
): Omit<ClientRow, 'seal'> {
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

/** Registers the clients of the file and disables those that are no longer in it. Unchanged, it records nothing. */
export function importClients(
  context: Context,
  from: z.infer<typeof registry>,
): Promise<{ changed: number }> {
  return retryLostRaces(() => imported(context, from));
}

async function imported(context: Context, from: z.infer<typeof registry>): Promise<{ changed: number }> {
  const held = await context.reader.select().from(clients);
  const heldById = new Map(held.map((row) => [row.id, row]));
  const now = context.clock.now();
  const shutOut = await shutOutByPersons(context, held);
  const believed = new Map(held.map((row) => [row.id, believable(context, row, shutOut)]));
  const rows = from.clients.map((client) =>
    sealedClient(rowOf(client, believed.get(client.client_id), now), context.seals),
  );
  const taken = rows.find(({ id }) => heldById.get(id)?.keptBy === 'api');
  if (taken)
    throw new ConfigurationError(`BROKER_CLIENTS: ${taken.id} was registered through the API already.`);
  const changed = rows.filter((row) => canonicalJson(heldById.get(row.id) ?? null) !== canonicalJson(row));
  const wanted = new Set(rows.map((row) => row.id));
  const gone = held
    .filter((row) => row.keptBy === 'file' && row.disabledAt === null && !wanted.has(row.id))
    .map((row) => row.id);
  if (changed.length + gone.length === 0) return { changed: 0 };
  const any = { rows: 'any' as const, otherwise: new Error('The clients could not be imported.') };
  await context.record({
    writes: [
      ...(gone.length > 0
        ? [
            write(
              update(clients)
                .set({ disabledAt: context.clock.sql, seal: null })
                .where(inArray(clients.id, gone)),
              any,
            ),
          ]
        : []),
      ...changed.map((row) => importing(row, heldById.get(row.id))),
    ],
    entries: [
      ...changed.map((row) => ({
        type: heldById.has(row.id) ? 'client.changed' : 'client.registered',
        target: row.id,
        hashes: { registration: hashOf(row) },
        detail: { name: row.name, owner: row.owner },
      })),
      ...gone.map((id) => ({ type: 'client.disabled', target: id })),
    ],
  });
  return { changed: changed.length + gone.length };
}

/**
 * What a file says of a client stands in the file. Its own keys, and whether a person shut it out, stand in the row alone.
 * A row that the file did not name has no seal: if it comes back, then with the keys of the file.
 */
function believable(context: Context, row: ClientRow, shutOut: ReadonlySet<string>): ClientRow {
  if (row.disabledAt !== null) return row.shutOut ? row : { ...row, keys: [] };
  return clientHolds(row, context.seals) ? row : { ...row, keys: [], shutOut: shutOut.has(row.id) };
}

/** As the log has it: somebody who lets a client in again by hand would begin with the row. */
async function shutOutByPersons(context: Context, rows: readonly ClientRow[]): Promise<Set<string>> {
  if (rows.length === 0) return new Set();
  const ids = rows.map(({ id }) => id);
  const found = await context.reader
    .selectDistinct({ id: logEvents.target })
    .from(logEvents)
    .where(
      and(eq(logEvents.kind, 'client.disabled'), isNotNull(logEvents.actor), inArray(logEvents.target, ids)),
    );
  return new Set(found.flatMap(({ id }) => (id === null ? [] : [id])));
}

/** Only onto the row that was read: a broker beside us may have replaced its key, or shut it out, meanwhile. */
function importing(row: ClientRow, held: ClientRow | undefined): Write {
  const statement = held
    ? update(clients)
        .set(row)
        .where(
          and(
            eq(clients.id, row.id),
            eq(clients.keys, held.keys),
            eq(clients.shutOut, held.shutOut),
            asSealed(held),
          ),
        )
    : insertInto(clients).values(row).onConflictDoNothing();
  return write(statement, { rows: 1, otherwise: changedMeanwhile() });
}
