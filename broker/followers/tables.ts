import { bigint, pgTable, text } from 'drizzle-orm/pg-core';

/** How far each follower has read the log: the index of the last entry it is done with. */
export const followerCursors = pgTable('follower_cursors', {
  name: text('name').primaryKey(),
  index: bigint('index', { mode: 'number' }).notNull(),
});
