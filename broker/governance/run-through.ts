import { setImmediate as othersFirst } from 'node:timers/promises';
import type { Context } from '../context.ts';
import { countDecisions, pageOfDecisions } from '../decisions/store.ts';
import type { Past, Standing } from './replay-draft.ts';
import { countStanding, pageOfStanding } from './standing.ts';

export const MOST_DECISIONS = 20_000;
const MOST_STANDING = 1_000;
const PAGE = 500;
const STANDING_PAGE = 50;
/** Tokens are issued by the same thread: it is never held for longer. */
const AT_ONE_GO_MS = 15;

export interface RunThrough {
  since: Date;
  most?: number;
  past: (one: Past) => unknown;
  standing: (one: Standing) => unknown;
  /** After each page: how many decisions and delegations were looked at in all. */
  progress?: (looked: number) => Promise<void>;
}

async function inTurns<T>(items: readonly T[], each: (item: T) => unknown): Promise<void> {
  let since = performance.now();
  for (const item of items) {
    each(item);
    if (performance.now() - since < AT_ONE_GO_MS) continue;
    await othersFirst();
    since = performance.now();
  }
}

const nothing = async (): Promise<void> => undefined;

/** What was decided since then, the newest first, and what stands now. Answers whether there was more than was looked at. */
export async function runThrough(
  context: Context,
  { since, most = MOST_DECISIONS, past, standing, progress = nothing }: RunThrough,
): Promise<boolean> {
  let after: { at: Date; id: string } | undefined;
  let looked = 0;
  let isPartial = false;
  const newest = { since, newestFirst: true };
  while (looked < most) {
    const limit = Math.min(PAGE, most - looked);
    const page = await pageOfDecisions(context.reader, { ...newest, after, limit });
    await inTurns(page, past);
    looked += page.length;
    await progress(looked);
    const last = page.at(-1);
    if (!last || page.length < limit) break;
    after = last;
  }
  if (looked === most && after)
    isPartial = (await pageOfDecisions(context.reader, { ...newest, after, limit: 1 })).length > 0;
  let before: string | null | undefined;
  for (let stood = 0; before !== null; ) {
    if (stood >= MOST_STANDING) return true;
    const page = await pageOfStanding(context, { before, limit: STANDING_PAGE });
    await inTurns(page.items, standing);
    stood += page.looked;
    before = page.next;
    await progress(looked + stood);
  }
  return isPartial;
}

/** How much there is to look at, as far as it would be. */
export async function sizeOf(context: Context, since: Date): Promise<number> {
  const [decided, stands] = await Promise.all([
    countDecisions(context.reader, since, MOST_DECISIONS),
    countStanding(context, MOST_STANDING),
  ]);
  return decided + stands;
}
