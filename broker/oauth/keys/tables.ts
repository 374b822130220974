import { sql } from 'drizzle-orm';
import { pgTable, text, timestamp, uniqueIndex } from 'drizzle-orm/pg-core';

const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'date', precision: 3 });

/** At most one active and one next key: the database sees to it, so that two brokers that start at once agree. */
export const signingKeys = pgTable(
  'signing_keys',
  {
    kid: text('kid').primaryKey(),
    status: text('status').$type<'active' | 'next' | 'retired'>().notNull(),
    /**
     * AES-256-GCM under a key derived from the master key, bound to the kid. The public key is what this one says it
     * is: whoever can write this table, but has no master key, publishes no key of their own.
     */
    sealedPrivateJwk: text('sealed_private_jwk').notNull(),
    createdAt: instant('created_at').notNull(),
    retiredAt: instant('retired_at'),
  },
  (table) => [
    uniqueIndex('signing_keys_one_active').on(table.status).where(sql`status = 'active'`),
    uniqueIndex('signing_keys_one_next').on(table.status).where(sql`status = 'next'`),
  ],
);

/** What the successors of refresh tokens are derived with, sealed as signing keys are. */
export const refreshKeys = pgTable(
  'refresh_keys',
  {
    id: text('id').primaryKey(),
    status: text('status').$type<'active' | 'retired'>().notNull(),
    sealedKey: text('sealed_key').notNull(),
    createdAt: instant('created_at').notNull(),
    retiredAt: instant('retired_at'),
  },
  (table) => [uniqueIndex('refresh_keys_one_active').on(table.status).where(sql`status = 'active'`)],
);
