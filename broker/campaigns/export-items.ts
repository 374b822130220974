import { asc, inArray } from 'drizzle-orm';
import { logEvents } from '../audit/tables.ts';
import type { Context } from '../context.ts';
import type { Principal } from '../identity/principal.ts';
import type { CampaignItem } from './campaign.ts';
import { readCampaign } from './read-campaigns.ts';
import { pageOfItems } from './store.ts';

export interface ExportedItem {
  item: CampaignItem;
  /** Where the log has what was said and done about it. */
  entries: number[];
}

const PAGE = 500;

/** Everything of one campaign, in order, to be kept elsewhere and held against the log. */
export async function exportItems(
  context: Context,
  { principal, id }: { principal: Principal; id: string },
): Promise<ExportedItem[]> {
  const campaign = await readCampaign(context, { principal, id });
  const exported: ExportedItem[] = [];
  let after: string | undefined;
  do {
    const page = { after, limit: PAGE };
    const items = await pageOfItems(context.reader, campaign, page, context.clock.now());
    const ids = items.map((item) => item.id);
    const entries =
      ids.length === 0
        ? []
        : await context.reader
            .select({ index: logEvents.index, target: logEvents.target })
            .from(logEvents)
            .where(inArray(logEvents.target, ids))
            .orderBy(asc(logEvents.index));
    for (const item of items)
      exported.push({
        item,
        entries: entries.filter(({ target }) => target === item.id).map(({ index }) => index),
      });
    after = items.length === PAGE ? items.at(-1)?.id : undefined;
  } while (after !== undefined);
  return exported;
}
