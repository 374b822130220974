import { index, integer, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core';

const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'date', precision: 3 });

/**
 * A key that was used, by whom and for what; `entryId` once what it asked for is committed, `status` and `body` once
 * it was answered. Who answers holds it until `heldUntil`, by the number of the attempt.
 */
export const idempotencyKeys = pgTable(
  'idempotency_keys',
  {
    client: text('client').notNull(),
    person: text('person').notNull(),
    method: text('method').notNull(),
    path: text('path').notNull(),
    key: text('key').notNull(),
    fingerprint: text('fingerprint').notNull(),
    attempt: text('attempt').notNull().default(''),
    heldUntil: instant('held_until').notNull().defaultNow(),
    entryId: text('entry_id'),
    status: integer('status'),
    contentType: text('content_type'),
    body: text('body'),
    expiresAt: instant('expires_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.client, table.person, table.method, table.path, table.key] }),
    index('idempotency_keys_expires_at').on(table.expiresAt),
  ],
);
