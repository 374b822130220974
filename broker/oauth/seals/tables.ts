import { pgTable, text } from 'drizzle-orm/pg-core';

/** One row: from then on a row without a seal was not written by the broker. */
export const sealMarks = pgTable('seal_marks', {
  id: text('id').primaryKey(),
  /** The log's entry of it. */
  entryId: text('entry_id').notNull(),
  seal: text('seal').notNull(),
});
