import type { components } from '@countersign/client';
import { notFound } from 'next/navigation';
import {
  type CampaignKind,
  type CampaignPage,
  type CampaignView,
  type ItemPage,
  kindText,
} from '#components/campaigns/view.ts';
import { answer, found } from '#lib/broker/answer.ts';
import type { Principal } from '#lib/broker/require-principal.ts';

function campaignView(wire: components['schemas']['Campaign']): CampaignView {
  const { opened_by: by, opened_at: openedAt, due_at: dueAt, tree_size: treeSize, ...rest } = wire;
  return { ...rest, openedBy: by.name ?? by.id, openedAt, dueAt, treeSize };
}

function itemView(wire: components['schemas']['CampaignItem']): ItemPage['items'][number] {
  const { owner, answered_by: by } = wire;
  return {
    id: wire.id,
    kind: wire.kind,
    title: wire.title,
    facts: wire.facts,
    owner: owner && { id: owner.id, name: owner.name ?? owner.id },
    fallsTo: wire.falls_to,
    lastUsedAt: wire.last_used_at,
    status: wire.status,
    answer: wire.answer,
    comment: wire.comment,
    answeredBy: by && (by.name ?? by.id),
    answeredAt: wire.answered_at,
    settled: wire.settled,
    lapsed: wire.lapsed,
  };
}

export async function readCampaigns(principal: Principal): Promise<CampaignPage> {
  const page = await answer(principal.api.GET('/v1/campaigns', { params: { query: { limit: 50 } } }));
  return { items: page.items.map(campaignView), next: page.next_cursor };
}

export const isCampaign = (id: string): boolean => /^cmp_[0-9a-z_]{1,64}$/.test(id);

/** For a page: what is no id at all does not exist. */
export async function findCampaign(principal: Principal, id: string): Promise<CampaignView> {
  if (!isCampaign(id)) notFound();
  return campaignView(await found(principal.api.GET('/v1/campaigns/{id}', { params: { path: { id } } })));
}

export interface ItemQuery {
  q?: string;
  kind?: CampaignKind;
}

/** As an address gives it. What is no kind asks for all of them. */
export function itemQuery(given: URLSearchParams): ItemQuery {
  const q = given.get('q')?.trim().slice(0, 120);
  const kind = Object.keys(kindText).find((one) => one === given.get('kind'));
  return { ...(q ? { q } : {}), ...(kind ? { kind: kind as CampaignKind } : {}) };
}

export const itemAddress = (path: string, query: ItemQuery): string => {
  const given = new URLSearchParams(Object.entries(query));
  return given.size === 0 ? path : `${path}?${given}`;
};

export async function readItems(
  principal: Principal,
  id: string,
  { cursor, ...wanted }: ItemQuery & { cursor?: string | undefined } = {},
): Promise<ItemPage> {
  const query = { limit: 50, ...wanted, ...(cursor && { cursor }) };
  const page = await answer(
    principal.api.GET('/v1/campaigns/{id}/items', { params: { path: { id }, query } }),
  );
  return { items: page.items.map(itemView), next: page.next_cursor };
}

/** Over all reviews. */
export async function searchItems(
  principal: Principal,
  { q, kind, cursor }: ItemQuery & { q: string; cursor?: string | undefined },
): Promise<ItemPage> {
  const query = { q, limit: 50, ...(kind && { kind }), ...(cursor && { cursor }) };
  const page = await answer(principal.api.GET('/v1/campaign-items', { params: { query } }));
  return { items: page.items.map(itemView), next: page.next_cursor };
}
