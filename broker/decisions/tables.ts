import { index, jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import type { Answer } from '../policy/asked.ts';

/**
 * What policy was asked and what it said, kept so that it can be asked again under another
 * version. Never changed; what is older than BROKER_DECISION_DAYS is removed.
 */
export const policyDecisions = pgTable(
  'policy_decisions',
  {
    id: text('id').primaryKey(),
    at: timestamp('at', { withTimezone: true, mode: 'date', precision: 3 }).notNull(),
    stage: text('stage').$type<'request' | 'issue' | 'use' | 'approval'>().notNull(),
    question: jsonb('question').$type<Record<string, unknown>>().notNull(),
    questionHash: text('question_hash').notNull(),
    answer: jsonb('answer').$type<Answer>().notNull(),
    policyVersion: text('policy_version').notNull(),
    actor: text('actor').notNull(),
    subject: text('subject').notNull(),
    delegation: text('delegation'),
    session: text('session'),
  },
  (table) => [
    index('policy_decisions_at').on(table.at, table.id),
    index('policy_decisions_delegation').on(table.delegation, table.at, table.id),
    index('policy_decisions_actor').on(table.actor, table.at, table.id),
    index('policy_decisions_subject').on(table.subject, table.at, table.id),
  ],
);
