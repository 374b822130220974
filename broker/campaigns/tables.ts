import { sql } from 'drizzle-orm';
import { index, integer, jsonb, pgTable, text, timestamp, uniqueIndex } from 'drizzle-orm/pg-core';
import { laterSignatureColumns } from '../signing/tables.ts';
import type { CampaignKind, Facts, ItemAnswer } from './campaign.ts';

const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'date', precision: 3 });

/** A look at everything that stands, opened once and never deleted. */
export const campaigns = pgTable('campaigns', {
  id: text('id').primaryKey(),
  title: text('title').notNull(),
  kinds: jsonb('kinds').$type<CampaignKind[]>().notNull(),
  openedBy: text('opened_by').notNull(),
  openedAt: instant('opened_at').notNull(),
  dueAt: instant('due_at').notNull(),
  /** From these two anybody draws the same sample of the log again. */
  seed: text('seed').notNull(),
  treeSize: integer('tree_size').notNull(),
});

export const campaignItems = pgTable(
  'campaign_items',
  {
    id: text('id').primaryKey(),
    campaignId: text('campaign_id')
      .notNull()
      .references(() => campaigns.id),
    kind: text('kind').$type<CampaignKind>().notNull(),
    /** What it is about, as its kind names it. */
    ref: text('ref').notNull(),
    title: text('title').notNull(),
    facts: jsonb('facts').$type<Facts>().notNull(),
    /** Null: nobody in particular. */
    ownerId: text('owner_id'),
    /** Null: the owner, if there is one, cannot answer; whoever manages reviews or people does. */
    ownerPerson: text('owner_person'),
    /** Whose it is: never answered by that person where there is no owner. */
    concernsPerson: text('concerns_person'),
    lastUsedAt: instant('last_used_at'),
    answer: text('answer').$type<ItemAnswer>(),
    comment: text('comment'),
    answeredBy: text('answered_by'),
    answeredAt: instant('answered_at'),
    ...laterSignatureColumns(),
    /** Set by the deadline or a `remove`: what was done about it. */
    settled: text('settled').$type<'shut' | 'marked'>(),
    settledAt: instant('settled_at'),
  },
  (table) => [
    uniqueIndex('campaign_items_once').on(table.campaignId, table.kind, table.ref),
    index('campaign_items_unsettled').on(table.campaignId).where(sql`settled is null`),
  ],
);
