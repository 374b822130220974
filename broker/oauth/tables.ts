import { index, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core';

const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'date', precision: 3 });

/** What may be seen once: assertion and proof ids, ID tokens. Rows past their time mean nothing and may be swept. */
export const singleUseMarks = pgTable(
  'single_use_marks',
  {
    kind: text('kind').notNull(),
    mark: text('mark').notNull(),
    expiresAt: instant('expires_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.kind, table.mark] }),
    index('single_use_marks_expires_at').on(table.expiresAt),
  ],
);

/** Access tokens revoked one by one, until they would have expired anyway. */
export const revokedTokens = pgTable('revoked_tokens', {
  jti: text('jti').primaryKey(),
  expiresAt: instant('expires_at').notNull(),
});
