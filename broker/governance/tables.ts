import { sql } from 'drizzle-orm';
import { index, integer, jsonb, pgTable, text, timestamp, uniqueIndex } from 'drizzle-orm/pg-core';
import { laterSignatureColumns } from '../signing/tables.ts';
import type { ProposalStatus } from './proposal.ts';

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

/** A version that a policy owner wants to be active. Whoever activates it is another person. */
export const policyProposals = pgTable(
  'policy_proposals',
  {
    id: text('id').primaryKey(),
    version: text('version')
      .notNull()
      .references(() => policyVersions.version),
    /** What was active when it was proposed: under anything else it must be proposed anew. */
    baseVersion: text('base_version').notNull(),
    baseEpoch: integer('base_epoch').notNull(),
    /** The policy owner who answers for it, and the human being behind that account. */
    proposedBy: text('proposed_by').notNull(),
    proposerPerson: text('proposer_person').notNull(),
    /** Who called: the owner, or a service of theirs. */
    filedBy: text('filed_by').notNull(),
    reason: text('reason').notNull(),
    /** The tests that came with it, by path; all of them held. */
    tests: jsonb('tests').$type<Record<string, string>>().notNull(),
    status: text('status').$type<ProposalStatus>().notNull(),
    createdAt: instant('created_at').notNull(),
    decidedBy: text('decided_by'),
    decidedAt: instant('decided_at'),
    comment: text('comment'),
    /** What the second person signed. */
    ...laterSignatureColumns(),
    /** See broker/seals. Null: can be activated by nobody. */
    seal: text('seal'),
  },
  (table) => [
    index('policy_proposals_status').on(table.status, table.id),
    index('policy_proposals_version').on(table.version, table.id),
    /** Nobody gets round the second person by proposing the same once more. */
    uniqueIndex('policy_proposals_one_open').on(table.version, table.baseEpoch).where(sql`status = 'open'`),
  ],
);
