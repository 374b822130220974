import type { Context } from '../context.ts';
import { notFound, Refusal } from '../errors.ts';
import type { Principal } from '../identity/principal.ts';
import type { Campaign, CampaignItem } from './campaign.ts';
import {
  findCampaign,
  type ItemSearch,
  pageOfCampaigns,
  pageOfItems,
  searchItems,
  type Tally,
} from './store.ts';

interface Page {
  principal: Principal;
  cursor?: string | undefined;
  limit: number;
}

function refuseOutsiders({ domain }: Principal): void {
  if (domain !== 'admin') throw new Refusal('wrong_domain', 'Reviews are for admins.', { status: 403 });
}

export async function listCampaigns(
  context: Context,
  { principal, cursor, limit }: Page,
): Promise<{ items: { campaign: Campaign; tally: Tally }[]; nextCursor: string | null }> {
  refuseOutsiders(principal);
  const found = await pageOfCampaigns(context.reader, { before: cursor, limit: limit + 1 });
  const items = found.slice(0, limit);
  return { items, nextCursor: found.length > limit ? (items.at(-1)?.campaign.id ?? null) : null };
}

export async function readCampaign(
  context: Context,
  { principal, id }: { principal: Principal; id: string },
): Promise<Campaign> {
  refuseOutsiders(principal);
  const campaign = await findCampaign(context.reader, id);
  if (!campaign) throw notFound();
  return campaign;
}

export async function listItems(
  context: Context,
  { principal, id, cursor, limit, ...search }: Page & Pick<ItemSearch, 'kind' | 'text'> & { id: string },
): Promise<{ items: CampaignItem[]; nextCursor: string | null }> {
  const campaign = await readCampaign(context, { principal, id });
  const page = { ...search, after: cursor, limit: limit + 1 };
  const found = await pageOfItems(context.reader, campaign, page, context.clock.now());
  const items = found.slice(0, limit);
  return { items, nextCursor: found.length > limit ? (items.at(-1)?.id ?? null) : null };
}

/** Whatever was ever reviewed under a name or an id. */
export async function searchHistory(
  context: Context,
  { principal, cursor, limit, kind, text }: Page & Pick<ItemSearch, 'kind'> & { text: string },
): Promise<{ items: CampaignItem[]; nextCursor: string | null }> {
  refuseOutsiders(principal);
  const page = { before: cursor, limit: limit + 1, kind, text };
  const found = await searchItems(context.reader, page, context.clock.now());
  const items = found.slice(0, limit);
  return { items, nextCursor: found.length > limit ? (items.at(-1)?.id ?? null) : null };
}
