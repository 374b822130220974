import { and, eq, isNull, type SQL, sql } from 'drizzle-orm';
import { logEvents } from '../../audit/tables.ts';
import type { Context } from '../../context.ts';
import { Refusal } from '../../errors.ts';
import type { PeopleDomain } from '../../identity/principal.ts';
import type { SealedReader } from '../../seals/sealed-reader.ts';
import type { Seals } from '../../seals/seals.ts';
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
  row: ClientRow;
}

export type ClientRow = typeof clients.$inferSelect;

export function methodOf({ method, keys, subjectDn, sanUri }: ClientRow): ClientMethod {
  if (method === 'private_key_jwt') return { name: method, keys };
  return subjectDn === null ? { name: method, sanUri: sanUri ?? '' } : { name: method, subjectDn };
}

/** A client that is shut out opens nothing and has no seal; the moment it is let in again seals it anew. */
export function sealedClient<Row extends Omit<ClientRow, 'seal'>>(
  row: Row,
  seals: Seals,
): Row & Pick<ClientRow, 'seal'> {
  return { ...row, seal: row.disabledAt === null ? seals.of('clients', row) : null };
}

export const clientHolds = (row: ClientRow, seals: Seals): boolean => seals.holds('clients', row.id, row);

/** Nobody has written the row since it was read. */
export const asSealed = ({ seal }: ClientRow): SQL =>
  seal === null ? isNull(clients.seal) : eq(clients.seal, seal);

/** Before anything of the row is sealed anew: a change must not make somebody else's change the broker's own. */
export function refuseUnlessSealed(context: Context, row: ClientRow): void {
  if (row.disabledAt !== null || clientHolds(row, context.seals)) return;
  throw new Refusal(
    'seal_broken',
    'Something other than the broker changed this client. Shut it out, and register it anew.',
  );
}

/** The log's word that a person shut the client out and nobody let it in again, whatever an older row that is put back says. */
export const shutOutInLog = sql<boolean>`exists (select 1 from ${logEvents} e where e.target = clients.id
  and e.kind = 'client.disabled' and e.actor is not null and not exists (select 1 from ${logEvents} later
    where later.target = e.target and later.kind = 'client.enabled' and later."index" > e."index"))`;

export function clientStands(row: ClientRow, isShutOut: boolean, seals: Seals): boolean {
  if (!isShutOut) return clientHolds(row, seals);
  seals.broken('clients', row.id);
  return false;
}

export async function findClient(reader: SealedReader, id: string): Promise<Client | undefined> {
  const rows = await reader
    .select({ row: clients, isShutOut: shutOutInLog })
    .from(clients)
    .where(and(eq(clients.id, id), isNull(clients.disabledAt)));
  const [client] = rows
    .filter(({ row, isShutOut }) => clientStands(row, isShutOut, reader.seals))
    .map(({ row }) => ({
      row,
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
