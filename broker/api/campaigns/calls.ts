import type { z } from '@hono/zod-openapi';
import { inArray } from 'drizzle-orm';
import { answerItem } from '../../campaigns/answer-item.ts';
import type { Campaign, CampaignItem } from '../../campaigns/campaign.ts';
import { type ExportedItem, exportItems } from '../../campaigns/export-items.ts';
import { lapsedAtPresent } from '../../campaigns/memberships.ts';
import { openCampaign } from '../../campaigns/open-campaign.ts';
import { listCampaigns, listItems, readCampaign, searchHistory } from '../../campaigns/read-campaigns.ts';
import { stewardOf } from '../../campaigns/reviewable.ts';
import type { Tally } from '../../campaigns/store.ts';
import type { Context } from '../../context.ts';
import { selectPeople } from '../../identity/store.ts';
import { people } from '../../identity/tables.ts';
import type { Api } from '../environment.ts';
import { signedInput } from '../signing/signed-input.ts';
import * as route from './routes.ts';

type Naming = (id: string) => { id: string; name?: string };

async function naming(context: Context, ids: readonly (string | null)[]): Promise<Naming> {
  const wanted = [...new Set(ids.filter((id) => id !== null))];
  const known = wanted.length === 0 ? [] : await selectPeople(context.reader, inArray(people.id, wanted));
  const names = new Map<string, string>(known.map(({ id, name }) => [id, name]));
  return (id) => {
    const name = names.get(id);
    return name === undefined ? { id } : { id, name };
  };
}

function campaignView(
  { id, title, kinds, openedBy, openedAt, dueAt, seed, treeSize }: Campaign,
  named: Naming,
  tally: Partial<Tally> = {},
): z.input<typeof route.campaign> {
  return {
    id,
    title,
    kinds,
    opened_by: named(openedBy),
    opened_at: openedAt.toISOString(),
    due_at: dueAt.toISOString(),
    seed,
    tree_size: treeSize,
    ...tally,
  };
}

function itemView(item: CampaignItem, named: Naming): z.input<typeof route.item> {
  const { id, campaignId, kind, ref, title, facts, ownerId, lastUsedAt, state } = item;
  const { comment, answeredBy, answeredAt, challenge } = item;
  const fallsTo = stewardOf(item);
  return {
    id,
    campaign: campaignId,
    kind,
    ref,
    title,
    facts,
    ...(ownerId === null ? {} : { owner: named(ownerId) }),
    ...(fallsTo === undefined ? {} : { falls_to: fallsTo }),
    ...(lastUsedAt === null ? {} : { last_used_at: lastUsedAt.toISOString() }),
    status: state.status,
    ...(state.status === 'answered' ? { answer: state.answer } : {}),
    ...(comment === null || comment === '' ? {} : { comment }),
    ...(answeredBy === null ? {} : { answered_by: named(answeredBy) }),
    ...(answeredAt === null ? {} : { answered_at: answeredAt.toISOString() }),
    ...(challenge === null ? {} : { statement_hash: challenge }),
    ...('settled' in state && state.settled ? { settled: state.settled } : {}),
  };
}

async function itemViews(context: Context, items: readonly CampaignItem[]) {
  const named = await naming(
    context,
    items.flatMap(({ ownerId, answeredBy }) => [ownerId, answeredBy]),
  );
  return items.map((item) => itemView(item, named));
}

/** What an export says of an item stays true; whether a group counts is for those who look. */
async function shownItems(context: Context, items: readonly CampaignItem[]) {
  const [views, lapsed] = await Promise.all([itemViews(context, items), lapsedAtPresent(context, items)]);
  return views.map((view) => ({
    ...view,
    ...(lapsed.has(view.id) ? { lapsed: lapsed.get(view.id) } : {}),
  }));
}

async function lines(context: Context, exported: readonly ExportedItem[]) {
  const views = await itemViews(
    context,
    exported.map(({ item }) => item),
  );
  return views.map((view, i) => ({ ...view, entries: exported[i]?.entries ?? [] }));
}

type Line = Awaited<ReturnType<typeof lines>>[number];

/** RFC 4180. A cell that a spreadsheet would take for a formula begins with an apostrophe. */
function csvOf(all: readonly Line[]): string {
  const columns = ['id', 'kind', 'ref', 'title', 'owner', 'last_used_at', 'status', 'answer'] as const;
  const more = ['comment', 'answered_by', 'answered_at', 'statement_hash', 'settled', 'entries'] as const;
  const cell = (value: Line[keyof Line] | undefined): string => {
    const plain =
      value === undefined
        ? ''
        : Array.isArray(value)
          ? value.join(' ')
          : typeof value === 'object' && 'id' in value
            ? String(value.name ?? value.id)
            : String(value);
    const safe = /^[=+\-@\t\r]/.test(plain) ? `'${plain}` : plain;
    return `"${safe.replaceAll('"', '""')}"`;
  };
  const names = [...columns, ...more];
  return [names.join(','), ...all.map((line) => names.map((name) => cell(line[name])).join(','))].join(
    '\r\n',
  );
}

export function campaignCalls(api: Api): void {
  api.openapi(route.listCampaigns, async (c) => {
    const context = c.get('context');
    const { cursor, limit } = c.req.valid('query');
    const found = await listCampaigns(context, { principal: c.get('principal'), cursor, limit });
    const named = await naming(
      context,
      found.items.map(({ campaign }) => campaign.openedBy),
    );
    const items = found.items.map(({ campaign, tally }) => campaignView(campaign, named, tally));
    return c.json({ items, next_cursor: found.nextCursor }, 200);
  });

  api.openapi(route.openCampaign, async (c) => {
    const context = c.get('context');
    const { title, kinds, due_at: dueAt, sample_size: sampleSize } = c.req.valid('json');
    const asked = { title, kinds, dueAt: new Date(dueAt), sampleSize };
    const campaign = await openCampaign(context, { principal: c.get('principal'), campaign: asked });
    return c.json(campaignView(campaign, await naming(context, [campaign.openedBy])), 201);
  });

  api.openapi(route.getCampaign, async (c) => {
    const context = c.get('context');
    const { id } = c.req.valid('param');
    const campaign = await readCampaign(context, { principal: c.get('principal'), id });
    return c.json(campaignView(campaign, await naming(context, [campaign.openedBy])), 200);
  });

  api.openapi(route.listCampaignItems, async (c) => {
    const context = c.get('context');
    const { cursor, limit, kind, q: text } = c.req.valid('query');
    const { id } = c.req.valid('param');
    const principal = c.get('principal');
    const found = await listItems(context, { principal, id, cursor, limit, kind, text });
    return c.json({ items: await shownItems(context, found.items), next_cursor: found.nextCursor }, 200);
  });

  api.openapi(route.searchCampaignItems, async (c) => {
    const context = c.get('context');
    const { cursor, limit, kind, q: text } = c.req.valid('query');
    const found = await searchHistory(context, {
      principal: c.get('principal'),
      cursor,
      limit,
      kind,
      text,
    });
    return c.json({ items: await shownItems(context, found.items), next_cursor: found.nextCursor }, 200);
  });

  api.openapi(route.answerCampaignItem, async (c) => {
    const context = c.get('context');
    const { answer, comment, signed } = c.req.valid('json');
    const input = { id: c.req.valid('param').id, answer, comment, signed: signedInput(signed) };
    const item = await answerItem(context, { principal: c.get('principal'), input });
    const [view] = await shownItems(context, [item]);
    if (!view) throw new Error(`${item.id} was not described.`);
    return c.json(view, 200);
  });

  api.openapi(route.exportCampaign, async (c) => {
    const context = c.get('context');
    const { id } = c.req.valid('param');
    const { format } = c.req.valid('query');
    const all = await lines(context, await exportItems(context, { principal: c.get('principal'), id }));
    c.header('content-disposition', `attachment; filename="${id}.${format}"`);
    if (format === 'csv') return c.body(csvOf(all), 200, { 'content-type': 'text/csv; charset=utf-8' });
    const text = all.map((line) => `${JSON.stringify(line)}\n`).join('');
    return c.body(text, 200, { 'content-type': 'application/x-ndjson' });
  });
}
