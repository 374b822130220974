import type { Context } from '../context.ts';
import { countDecisions, pageOfRows } from '../decisions/store.ts';
import { lineOf, standingLine } from './replays/line.ts';
import { countStanding, pageOfStanding } from './standing.ts';

export const MOST_DECISIONS = 100_000;
const MOST_STANDING = 1_000;
const PAGE = 500;
const STANDING_PAGE = 50;

export interface RunThrough {
  since: Date;
  most?: number;
}

type Row = Awaited<ReturnType<typeof pageOfRows>>[number];

function pastLine({ id, at, stage, actor, subject, delegation, question: asked, answer }: Row): string {
  const named = { id, at, stage, actor, subject, ...(delegation === null ? {} : { delegation }) };
  return lineOf({ ...named, asked, answer });
}

/** What was decided since then, the newest first, and what stands now. Answers whether there was more than was looked at. */
export async function runThrough(
  context: Context,
  { since, most = MOST_DECISIONS }: RunThrough,
  add: (lines: readonly string[]) => Promise<void>,
): Promise<boolean> {
  let after: { at: Date; id: string } | undefined;
  let looked = 0;
  let isPartial = false;
  const newest = { since, newestFirst: true };
  while (looked < most) {
    const limit = Math.min(PAGE, most - looked);
    const page = await pageOfRows(context.reader, { ...newest, after, limit });
    await add(page.map(pastLine));
    looked += page.length;
    const last = page.at(-1);
    if (!last || page.length < limit) break;
    after = last;
  }
  if (looked === most && after)
    isPartial = (await pageOfRows(context.reader, { ...newest, after, limit: 1 })).length > 0;
  let before: string | null | undefined;
  for (let stood = 0; before !== null; ) {
    if (stood >= MOST_STANDING) return true;
    const page = await pageOfStanding(context, { before, limit: STANDING_PAGE });
    await add(page.items.map(standingLine));
    stood += page.looked;
    before = page.next;
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
