import { bigint, index, jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core';

const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'date', precision: 3 });

/** The leaf, inserted once and never changed: its UTF-8 bytes are what the log commits to. */
export const logEntries = pgTable(
  'log_entries',
  {
    id: text('id').primaryKey(),
    leaf: text('leaf').notNull(),
    recordedAt: instant('recorded_at').notNull().defaultNow(),
  },
  (table) => [index('log_entries_recorded_at').on(table.recordedAt)],
);

/** The order, given by the sequencer alone. */
export const logIndex = pgTable('log_index', {
  index: bigint('index', { mode: 'number' }).primaryKey(),
  entryId: text('entry_id')
    .notNull()
    .unique()
    .references(() => logEntries.id),
  leafHash: text('leaf_hash').notNull(),
});

/** Names, texts and the salt that binds them to the leaf: may be deleted. */
export const logDetails = pgTable('log_details', {
  entryId: text('entry_id')
    .primaryKey()
    .references(() => logEntries.id),
  detail: jsonb('detail').$type<Record<string, unknown>>().notNull(),
  salt: text('salt').notNull(),
});

export const leases = pgTable('leases', {
  name: text('name').primaryKey(),
  holder: text('holder').notNull(),
  fence: bigint('fence', { mode: 'number' }).notNull(),
  expiresAt: instant('expires_at').notNull(),
});

/** What a follower projects from each leaf: by this the log is streamed and searched. */
export const logEvents = pgTable(
  'log_events',
  {
    index: bigint('index', { mode: 'number' }).primaryKey(),
    entryId: text('entry_id').notNull(),
    kind: text('kind').notNull(),
    time: instant('time').notNull(),
    outcome: text('outcome').$type<'done' | 'refused'>().notNull(),
    code: text('code'),
    actor: text('actor'),
    subject: text('subject'),
    target: text('target'),
    delegation: text('delegation'),
    session: text('session'),
  },
  (table) => [
    index('log_events_kind').on(table.kind, table.index),
    index('log_events_actor').on(table.actor, table.index),
    index('log_events_subject').on(table.subject, table.index),
    index('log_events_target').on(table.target, table.index),
    index('log_events_delegation').on(table.delegation, table.index),
    index('log_events_session').on(table.session, table.index),
  ],
);
