import { sql } from 'drizzle-orm';
import { index, integer, jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import { people } from '../../identity/tables.ts';
import type { Confirmation } from '../sender.ts';

const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'date', precision: 3 });

/** One sign-in of one person at one door: the family of its refresh tokens. */
export const signIns = pgTable(
  'sign_ins',
  {
    id: text('id').primaryKey(),
    clientId: text('client_id').notNull(),
    peopleId: text('people_id')
      .notNull()
      .references(() => people.id),
    /** What its tokens are bound to, for good. */
    confirmation: jsonb('confirmation').$type<Confirmation>().notNull(),
    /** Refreshing may narrow these, never widen them. */
    roles: jsonb('roles').$type<string[]>().notNull(),
    scopes: jsonb('scopes').$type<string[]>().notNull(),
    authTime: instant('auth_time'),
    acr: text('acr'),
    amr: jsonb('amr').$type<string[]>().notNull(),
    /** The session at the identity domain's provider, when it names one. */
    providerSession: text('provider_session'),
    idTokenIssuedAt: instant('id_token_issued_at').notNull(),
    /** Salted hash of the browser's network when it began, where a relay asserted an address. */
    network: text('network'),
    generation: integer('generation').notNull(),
    rotatedAt: instant('rotated_at').notNull(),
    lastUsedAt: instant('last_used_at').notNull(),
    startedAt: instant('started_at').notNull(),
    endsAt: instant('ends_at').notNull(),
    endedAt: instant('ended_at'),
    endedBy: text('ended_by').$type<
      'client' | 'reuse' | 'newer_sign_in' | 'admin' | 'signal' | 'storm' | 'other_key' | 'other_network'
    >(),
  },
  (table) => [index('sign_ins_people').on(table.peopleId)],
);

/** Hashes only. Every generation stays, so that any reuse is noticed. */
export const refreshTokens = pgTable(
  'refresh_tokens',
  {
    hash: text('hash').primaryKey(),
    signInId: text('sign_in_id')
      .notNull()
      .references(() => signIns.id),
    generation: integer('generation').notNull(),
    issuedAt: instant('issued_at').notNull().default(sql`now()`),
  },
  (table) => [index('refresh_tokens_sign_in').on(table.signInId)],
);
