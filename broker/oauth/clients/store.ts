import { and, eq, isNull } from 'drizzle-orm';
import type { Reader } from '../../db/client.ts';
import type { PeopleDomain } from '../../identity/principal.ts';
import type { Jwk } from '../../identity/trusted-issuers.ts';
import { clients } from './tables.ts';

export type ClientMethod =
  | { readonly name: 'private_key_jwt'; readonly keys: readonly Jwk[] }
  | { readonly name: 'tls_client_auth'; readonly sanUri: string };

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
    method:
      row.method === 'private_key_jwt'
        ? { name: row.method, keys: row.keys }
        : { name: row.method, sanUri: row.sanUri ?? '' },
    scopes: row.scopes,
    resource: row.resource ?? undefined,
    backend: row.backend ?? undefined,
    relay: row.relay,
    signInDomains: row.domain ? [row.domain] : row.signInDomains,
    rotatesRefreshTokens: row.rotatesRefreshTokens,
  }));
  return client;
}
