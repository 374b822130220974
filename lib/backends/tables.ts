import { text, timestamp } from 'drizzle-orm/pg-core';
import { supportSchema, tablesOf } from '#lib/auth/tables.ts';

/** The grant token of a session that was started here, sealed; goes when the sign-in goes. */
export const sessionGrants = supportSchema.table('session_grants', {
  sid: text('sid').primaryKey(),
  handleHash: text('handle_hash')
    .notNull()
    .references(() => tablesOf.support.signIns.handleHash, { onDelete: 'cascade' }),
  sealedGrantToken: text('sealed_grant_token').notNull(),
  expiresAt: timestamp('expires_at', { mode: 'date', withTimezone: true }).notNull(),
});
