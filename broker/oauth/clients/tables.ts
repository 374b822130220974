import { boolean, index, integer, jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import type { PeopleDomain } from '../../identity/principal.ts';
import { laterSignatureColumns } from '../../signing/tables.ts';
import type { KeptStatus, Members } from './changes/client-change.ts';
import type { HeldKey } from './held-keys.ts';

const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'date', precision: 3 });

export const clients = pgTable('clients', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  owner: text('owner').notNull(),
  kind: text('kind').$type<'door' | 'service'>().notNull(),
  /** The one identity domain of a door. */
  domain: text('domain').$type<PeopleDomain>(),
  method: text('method').$type<'private_key_jwt' | 'tls_client_auth'>().notNull(),
  keys: jsonb('keys').$type<HeldKey[]>().notNull(),
  /** Exactly one of the two for `tls_client_auth`. The name as `distinguishedName` spells it. */
  sanUri: text('san_uri'),
  subjectDn: text('subject_dn'),
  /** After how many days its key or certificate is refused; null: as configured for all. */
  credentialDays: integer('credential_d'),
  scopes: jsonb('scopes').$type<string[]>().notNull(),
  /** Set for backends: the URI that tokens for it name as `aud`. */
  resource: text('resource').unique(),
  backend: text('backend').unique(),
  /** May assert its browser's address and user agent. */
  relay: boolean('relay').notNull().default(false),
  /** Only the demo's probe signs people in without being a door. */
  signInDomains: jsonb('sign_in_domains').$type<PeopleDomain[]>().notNull().default([]),
  rotatesRefreshTokens: boolean('rotates_refresh_tokens').notNull().default(true),
  /** Who keeps it: the registry file, or the API. */
  keptBy: text('kept_by').$type<'file' | 'api'>().notNull().default('file'),
  /** Shut out by a person: no file lets it in again. */
  shutOut: boolean('shut_out').notNull().default(false),
  disabledAt: instant('disabled_at'),
  /** See broker/seals. Null: opens nothing. */
  seal: text('seal'),
});

/** What somebody wants a client to be. Whoever accepts it is another person. */
export const clientChanges = pgTable(
  'client_changes',
  {
    id: text('id').primaryKey(),
    clientId: text('client_id')
      .notNull()
      .references(() => clients.id),
    /** Over the whole row of the client as it was: whatever else it is by now, this is about it no more. */
    stateHash: text('state_hash').notNull(),
    before: jsonb('before').$type<Members>().notNull(),
    after: jsonb('after').$type<Members>().notNull(),
    proposedBy: text('proposed_by').notNull(),
    proposerPerson: text('proposer_person').notNull(),
    reason: text('reason').notNull(),
    status: text('status').$type<KeptStatus>().notNull(),
    createdAt: instant('created_at').notNull(),
    /** Undecided until then, it is over. */
    expiresAt: instant('expires_at').notNull(),
    decidedBy: text('decided_by'),
    decidedAt: instant('decided_at'),
    comment: text('comment'),
    /** What the second person signed. */
    ...laterSignatureColumns(),
    /** See broker/seals. Null: can be accepted by nobody. */
    seal: text('seal'),
  },
  (table) => [
    index('client_changes_status').on(table.status, table.id),
    index('client_changes_client').on(table.clientId, table.id),
  ],
);
