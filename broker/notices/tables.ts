import { pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core';

/** Whom mail about an entry of the log has gone to: one that is tried again goes to nobody twice. */
export const sentNotices = pgTable(
  'sent_notices',
  {
    entryId: text('entry_id').notNull(),
    personId: text('person_id').notNull(),
    expiresAt: timestamp('expires_at', { withTimezone: true, mode: 'date', precision: 3 }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.entryId, table.personId] })],
);
