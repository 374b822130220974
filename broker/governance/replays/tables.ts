import { sql } from 'drizzle-orm';
import { index, integer, jsonb, pgTable, text, timestamp, uniqueIndex } from 'drizzle-orm/pg-core';
import { policyProposals } from '../tables.ts';
import type { ReplayResult, ReplayState } from './replay.ts';

const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'date', precision: 3 });

/** What a proposal would have meant, counted by whichever broker claims it. It opens nothing. */
export const policyReplays = pgTable(
  'policy_replays',
  {
    id: text('id').primaryKey(),
    proposal: text('proposal')
      .notNull()
      .references(() => policyProposals.id),
    version: text('version').notNull(),
    since: instant('since').notNull(),
    size: integer('size').notNull(),
    looked: integer('looked').notNull(),
    status: text('status').$type<ReplayState['status']>().notNull(),
    startedBy: text('started_by').notNull(),
    startedAt: instant('started_at').notNull(),
    /** Counts up with each broker that takes it over: an earlier one writes nothing more. */
    claim: integer('claim').notNull(),
    claimedUntil: instant('claimed_until').notNull(),
    finishedAt: instant('finished_at'),
    result: jsonb('result').$type<ReplayResult>(),
    why: text('why'),
    /** See broker/seals; of a finished one. Null: its result is shown to nobody. */
    seal: text('seal'),
  },
  (table) => [
    index('policy_replays_proposal').on(table.proposal, table.id),
    uniqueIndex('policy_replays_one_running').on(table.proposal).where(sql`status = 'running'`),
  ],
);
