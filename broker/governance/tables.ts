import { integer, jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core';

const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'date', precision: 3 });

/** Content-addressed: everything the version is made of, by path. Never changed. */
export const policyVersions = pgTable('policy_versions', {
  version: text('version').primaryKey(),
  files: jsonb('files').$type<Record<string, string>>().notNull(),
  storedAt: instant('stored_at').notNull(),
});

/** One row. Each activation starts an epoch; the statement that issues a token holds the version it was judged by. */
export const activePolicy = pgTable('active_policy', {
  name: text('name').primaryKey(),
  version: text('version')
    .notNull()
    .references(() => policyVersions.version),
  epoch: integer('epoch').notNull(),
  activatedAt: instant('activated_at').notNull(),
  /** See broker/seals. Null: judges nothing. */
  seal: text('seal'),
});
