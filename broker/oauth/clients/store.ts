import { and, eq, isNull } from 'drizzle-orm';
import type { Reader } from '../../db/client.ts';
import type { PeopleDomain } from '../../identity/principal.ts';
import type { HeldKey } from './held-keys.ts';
import { clients } from './tables.ts';

export type ClientMethod =
  | { readonly name: 'private_key_jwt'; readonly keys: readonly HeldKey[] }
  | { readonly name: 'tls_client_auth'; readonly sanUri: string }
  | { readonly name: 'tls_client_auth'; readonly subjectDn: string };

export interface Client {
  id: string;
  name: string;
  kind: 'door' | 'service';
  method: ClientMethod;
  scopes: readonly string[];
  resource: string | undefined;
  backend: string | undefined;
  relay: boolean;
  /** The domains whose ID tokens this client may exchange: a door has exactly one. */
  signInDomains: readonly PeopleDomain[];
  rotatesRefreshTokens: boolean;
  credentialDays: number | undefined;
}

export type ClientRow = typeof clients.$inferSelect;

export function methodOf({ method, keys, subjectDn, sanUri }: ClientRow): ClientMethod {
  if (method === 'private_key_jwt') return { name: method, keys };
  return subjectDn === null ? { name: method, sanUri: sanUri ?? '' } : { name: method, subjectDn };
}

export async function findClient(reader: Reader, id: string): Promise<Client | undefined> {
  const rows = await reader
    .select()
    .from(clients)
    .where(and(eq(clients.id, id), isNull(clients.disabledAt)));
  const [client] = rows.map((row) => ({
    id: row.id,
    name: row.name,
    kind: row.kind,
    method: methodOf(row),
    scopes: row.scopes,
    resource: row.resource ?? undefined,
    backend: row.backend ?? undefined,
    relay: row.relay,
    signInDomains: row.domain ? [row.domain] : row.signInDomains,
    rotatesRefreshTokens: row.rotatesRefreshTokens,
    credentialDays: row.credentialDays ?? undefined,
  }));
  return client;
}
