import { setImmediate as othersFirst } from 'node:timers/promises';
import type { Context } from '../context.ts';
import { pageOfDecisions } from '../decisions/store.ts';
import type { Principal } from '../identity/principal.ts';
import { findEngine, type Which } from './find-engine.ts';
import { refuseUnlessOverseer } from './overseers.ts';
import { type ReplayReport, replayDraft } from './replay-draft.ts';
import { pageOfStanding } from './standing.ts';

export const MOST_DECISIONS = 20_000;
const MOST_STANDING = 1_000;
const PAGE = 500;
const STANDING_PAGE = 50;
/** Tokens are issued by the same thread: it is never held for longer. */
const AT_ONE_GO_MS = 15;

export interface RecordedReplay extends ReplayReport {
  /** More was decided in this time, or stands, than was looked at: the newest were. */
  readonly isPartial: boolean;
}

async function inTurns<T>(items: readonly T[], each: (item: T) => void): Promise<void> {
  let since = performance.now();
  for (const item of items) {
    each(item);
    if (performance.now() - since < AT_ONE_GO_MS) continue;
    await othersFirst();
    since = performance.now();
  }
}

/** What a draft would have said of what was decided lately, and what it says of what stands. Nothing changes by it. */
export async function replayRecorded(
  context: Context,
  {
    principal,
    since,
    most = MOST_DECISIONS,
    ...which
  }: Which & { principal: Principal; since: Date; most?: number },
): Promise<RecordedReplay> {
  refuseUnlessOverseer(principal);
  const replay = replayDraft(await findEngine(context, which));
  let after: { at: Date; id: string } | undefined;
  let left = most;
  let isPartial = false;
  while (left > 0) {
    const limit = Math.min(PAGE, left);
    const page = await pageOfDecisions(context.reader, { since, after, newestFirst: true, limit });
    await inTurns(page, replay.past);
    left -= page.length;
    const last = page.at(-1);
    if (!last || page.length < limit) break;
    after = last;
  }
  if (left === 0 && after)
    isPartial =
      (await pageOfDecisions(context.reader, { since, after, newestFirst: true, limit: 1 })).length > 0;
  let before: string | null | undefined;
  for (let looked = 0; before !== null; looked += STANDING_PAGE) {
    if (looked >= MOST_STANDING) {
      isPartial = true;
      break;
    }
    const page = await pageOfStanding(context, { principal, before, limit: STANDING_PAGE });
    await inTurns(page.items, replay.standing);
    before = page.next;
  }
  const report = replay.report();
  const { gains, loses, needsMore, unchanged } = report.decisions;
  await context.record({
    writes: [],
    entries: [
      {
        type: 'policy.replayed',
        actor: principal.id,
        policyVersion: context.policy.version,
        hashes: { draft: report.version },
        facts: { decisions: gains + loses + needsMore + unchanged, gains, loses, needs_more: needsMore },
      },
    ],
  });
  return { ...report, isPartial };
}
