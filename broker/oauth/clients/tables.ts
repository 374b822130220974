import { boolean, integer, jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import type { PeopleDomain } from '../../identity/principal.ts';
import type { HeldKey } from './held-keys.ts';

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
  disabledAt: timestamp('disabled_at', { withTimezone: true, mode: 'date', precision: 3 }),
  /** See broker/seals. Null: opens nothing. */
  seal: text('seal'),
});
