import { pgTable, text, timestamp, uniqueIndex } from 'drizzle-orm/pg-core';
import { postReviews } from '../../delegation/tables.ts';
import { signatureColumns } from '../../signing/tables.ts';
import type { FindingDecision } from './post-review.ts';

const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'date', precision: 3 });

/** Signed statements: what each reviewer found, afterwards. */
export const reviewFindings = pgTable(
  'review_findings',
  {
    id: text('id').primaryKey(),
    delegationId: text('delegation_id')
      .notNull()
      .references(() => postReviews.delegationId),
    reviewerId: text('reviewer_id').notNull(),
    reviewerPerson: text('reviewer_person').notNull(),
    decision: text('decision').$type<FindingDecision>().notNull(),
    comment: text('comment').notNull(),
    ...signatureColumns(),
    signedAt: instant('signed_at').notNull(),
  },
  /** One person finds once, whatever accounts that person has. */
  (table) => [uniqueIndex('review_findings_one_per_person').on(table.delegationId, table.reviewerPerson)],
);
