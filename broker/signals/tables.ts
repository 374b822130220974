import { sql } from 'drizzle-orm';
import { bigint, index, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core';

const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'date', precision: 3 });

/** How far each backend has said that it has taken in the log. */
export const signalAcknowledgements = pgTable('signal_acknowledgements', {
  resource: text('resource').primaryKey(),
  index: bigint('index', { mode: 'number' }).notNull(),
  acknowledgedAt: instant('acknowledged_at').notNull(),
});

/** A write that a backend was allowed to begin, and what came of it. */
export const outcomeIntents = pgTable(
  'outcome_intents',
  {
    clientId: text('client_id').notNull(),
    /** The backend's own id of it: the same id is the same intent. */
    id: text('id').notNull(),
    jti: text('jti').notNull(),
    resource: text('resource').notNull(),
    sessionId: text('session_id').notNull(),
    delegationId: text('delegation_id').notNull(),
    actorId: text('actor_id').notNull(),
    subjectId: text('subject_id').notNull(),
    action: text('action').notNull(),
    /** What it is done to, as a path within the token's identifier. */
    identifier: text('identifier').notNull(),
    intendedAt: instant('intended_at').notNull(),
    status: text('status').$type<'done' | 'refused' | 'failed'>(),
    endedAt: instant('ended_at'),
    alertedAt: instant('alerted_at'),
  },
  (table) => [
    primaryKey({ columns: [table.clientId, table.id] }),
    index('outcome_intents_open').on(table.intendedAt).where(sql`status is null and alerted_at is null`),
    index('outcome_intents_session').on(table.sessionId),
  ],
);

/** Batches of reads that were taken in: the same id is the same batch. */
export const outcomeBatches = pgTable(
  'outcome_batches',
  {
    clientId: text('client_id').notNull(),
    id: text('id').notNull(),
    fingerprint: text('fingerprint').notNull(),
    expiresAt: instant('expires_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.clientId, table.id] }),
    index('outcome_batches_expires_at').on(table.expiresAt),
  ],
);

/** Delegated tokens that a backend showed to the broker, and whether it has said what was done with them. */
export const tokenUses = pgTable(
  'token_uses',
  {
    jti: text('jti').primaryKey(),
    seenAt: instant('seen_at'),
    reportedAt: instant('reported_at'),
    alertedAt: instant('alerted_at'),
    expiresAt: instant('expires_at').notNull(),
  },
  (table) => [
    index('token_uses_unreported').on(table.seenAt).where(sql`reported_at is null and alerted_at is null`),
    index('token_uses_expires_at').on(table.expiresAt),
  ],
);
