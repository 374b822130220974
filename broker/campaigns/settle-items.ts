import { raisingAlert } from '../alerts/raise-alert.ts';
import { write } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { Refusal } from '../errors.ts';
import type { Campaign, CampaignItem } from './campaign.ts';
import { reviewables } from './reviewable.ts';
import { settleItem, unsettled } from './store.ts';

const BATCH = 50;

/**
 * Whatever nobody confirmed in time, or somebody wants gone or found wrong, is shut where that harms nobody else; for
 * the rest there is an alert, and for what is wrong in any case: somebody has to put it right. A crash after the shutting leaves the item unsettled: the next round finds it shut, and writes it down.
 */
export async function settleItems(context: Context): Promise<number> {
  let done = 0;
  for (const { item, campaign } of await unsettled(context.reader, context.clock, BATCH))
    done += await settle(context, item, campaign);
  return done;
}

async function settle(context: Context, item: CampaignItem, campaign: Campaign): Promise<number> {
  const quicker = new Refusal('raced', 'It was settled meanwhile.');
  const { state, kind } = item;
  const isWrong = state.status === 'answered' && state.answer === 'wrong';
  const by = { id: item.answeredBy ?? campaign.openedBy };
  const isShut = (await reviewables[kind].shut?.(context, item, by)) ?? false;
  const settled = isShut ? 'shut' : 'marked';
  try {
    await context.record({
      writes: [
        write(settleItem(item, settled, context.clock.sql), { rows: 1, otherwise: quicker }),
        ...(isShut && !isWrong ? [] : [raisingAlert(context, 'review_item_open', { target: item.id })]),
      ],
      entries: [
        {
          type: state.status === 'answered' ? 'campaign.settled' : 'campaign.lapsed',
          target: item.id,
          facts: { campaign: campaign.id, kind, ref: item.ref, settled },
        },
      ],
    });
    return 1;
  } catch (error) {
    if (error !== quicker) throw error;
    return 0;
  }
}
