import { and, asc, count, desc, eq, gt, isNull, lt, lte, or, type SQL, sql } from 'drizzle-orm';
import { logIndex } from '../audit/tables.ts';
import { insertInto, update } from '../db/build.ts';
import type { Reader } from '../db/client.ts';
import { containing } from '../identity/store.ts';
import type { Signature } from '../signing/statement.ts';
import {
  type Campaign,
  type CampaignItem,
  type CampaignKind,
  type ItemAnswer,
  itemState,
} from './campaign.ts';
import { campaignItems, campaigns } from './tables.ts';

export interface ItemSearch {
  after?: string | undefined;
  kind?: CampaignKind | undefined;
  /** Anywhere in the title. */
  text?: string | undefined;
  limit: number;
}

export interface Tally {
  items: number;
  answered: number;
  settled: number;
}

function itemOf(row: typeof campaignItems.$inferSelect, dueAt: Date, now: Date): CampaignItem {
  const {
    answer,
    settled,
    settledAt: _settledAt,
    statement: _statement,
    method: _method,
    nonce: _nonce,
    proof: _proof,
    ...rest
  } = row;
  return { ...rest, state: itemState({ answer, settled }, dueAt, now) };
}

/** How large the log is now. */
export async function treeSize(reader: Reader): Promise<number> {
  const [row] = await reader.select({ size: count() }).from(logIndex);
  return row?.size ?? 0;
}

export async function findCampaign(reader: Reader, id: string): Promise<Campaign | undefined> {
  const [row] = await reader.select().from(campaigns).where(eq(campaigns.id, id));
  return row;
}

export async function pageOfCampaigns(
  reader: Reader,
  page: { before?: string | undefined; limit: number },
): Promise<{ campaign: Campaign; tally: Tally }[]> {
  const tally = {
    items: count(campaignItems.id),
    answered: count(campaignItems.answer),
    settled: count(campaignItems.settled),
  };
  const rows = await reader
    .select({ campaign: campaigns, ...tally })
    .from(campaigns)
    .leftJoin(campaignItems, eq(campaignItems.campaignId, campaigns.id))
    .where(page.before ? lt(campaigns.id, page.before) : undefined)
    .groupBy(campaigns.id)
    .orderBy(desc(campaigns.id))
    .limit(page.limit);
  return rows.map(({ campaign, ...counted }) => ({ campaign, tally: counted }));
}

export async function pageOfItems(
  reader: Reader,
  { dueAt, id }: Campaign,
  page: ItemSearch,
  now: Date,
): Promise<CampaignItem[]> {
  const rows = await reader
    .select()
    .from(campaignItems)
    .where(
      and(
        eq(campaignItems.campaignId, id),
        page.after ? gt(campaignItems.id, page.after) : undefined,
        page.kind ? eq(campaignItems.kind, page.kind) : undefined,
        page.text ? sql`lower(${campaignItems.title}) like ${containing(page.text)}` : undefined,
      ),
    )
    .orderBy(asc(campaignItems.id))
    .limit(page.limit);
  return rows.map((row) => itemOf(row, dueAt, now));
}

/** Of all campaigns, newest first: what was ever asked about something, and what was said. */
export async function searchItems(
  reader: Reader,
  page: { before?: string | undefined; kind?: CampaignKind | undefined; text: string; limit: number },
  now: Date,
): Promise<CampaignItem[]> {
  const wanted = containing(page.text);
  const rows = await reader
    .select({ item: campaignItems, dueAt: campaigns.dueAt })
    .from(campaignItems)
    .innerJoin(campaigns, eq(campaigns.id, campaignItems.campaignId))
    .where(
      and(
        page.before ? lt(campaignItems.id, page.before) : undefined,
        page.kind ? eq(campaignItems.kind, page.kind) : undefined,
        sql`(lower(${campaignItems.title}) like ${wanted} or lower(${campaignItems.ref}) like ${wanted})`,
      ),
    )
    .orderBy(desc(campaignItems.id))
    .limit(page.limit);
  return rows.map(({ item, dueAt }) => itemOf(item, dueAt, now));
}

export async function findItem(
  reader: Reader,
  id: string,
  now: Date,
): Promise<{ item: CampaignItem; campaign: Campaign } | undefined> {
  const [row] = await reader
    .select({ item: campaignItems, campaign: campaigns })
    .from(campaignItems)
    .innerJoin(campaigns, eq(campaigns.id, campaignItems.campaignId))
    .where(eq(campaignItems.id, id));
  return row && { item: itemOf(row.item, row.campaign.dueAt, now), campaign: row.campaign };
}

/** What the deadline has overtaken, and what was to be removed. */
export async function unsettled(
  reader: Reader,
  clock: { sql: SQL<Date>; now(): Date },
  limit: number,
): Promise<{ item: CampaignItem; campaign: Campaign }[]> {
  const lapsed = and(isNull(campaignItems.answer), lte(campaigns.dueAt, clock.sql));
  const unwanted = or(eq(campaignItems.answer, 'remove'), eq(campaignItems.answer, 'wrong'));
  const rows = await reader
    .select({ item: campaignItems, campaign: campaigns })
    .from(campaignItems)
    .innerJoin(campaigns, eq(campaigns.id, campaignItems.campaignId))
    .where(and(isNull(campaignItems.settled), or(lapsed, unwanted)))
    .orderBy(asc(campaignItems.id))
    .limit(limit);
  return rows.map(({ item, campaign }) => ({ item: itemOf(item, campaign.dueAt, clock.now()), campaign }));
}

export const insertCampaign = (campaign: Campaign): SQL => insertInto(campaigns).values(campaign).getSQL();

export function insertItems(items: readonly CampaignItem[]): SQL {
  return insertInto(campaignItems)
    .values(items.map(({ state: _, ...item }) => item))
    .getSQL();
}

/** Holds once, and only before the deadline, by the database's clock. */
export function answerItem(
  item: CampaignItem,
  said: { answer: ItemAnswer; comment: string; by: string; signature: Signature },
  clockSql: SQL<Date>,
): SQL {
  const { answer, comment, by, signature } = said;
  const inTime = sql`exists (select 1 from ${campaigns}
    where ${campaigns.id} = ${campaignItems.campaignId} and ${campaigns.dueAt} > ${clockSql})`;
  return update(campaignItems)
    .set({ answer, comment, answeredBy: by, answeredAt: clockSql, ...signature })
    .where(and(eq(campaignItems.id, item.id), isNull(campaignItems.answer), inTime))
    .getSQL();
}

/** Holds once, and only while its answer is still what it was decided by. */
export function settleItem(
  { id, state }: CampaignItem,
  settled: 'shut' | 'marked',
  clockSql: SQL<Date>,
): SQL {
  const same =
    state.status === 'answered' ? eq(campaignItems.answer, state.answer) : isNull(campaignItems.answer);
  return update(campaignItems)
    .set({ settled, settledAt: clockSql })
    .where(and(eq(campaignItems.id, id), isNull(campaignItems.settled), same))
    .getSQL();
}
