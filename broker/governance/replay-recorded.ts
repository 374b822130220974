import type { Context } from '../context.ts';
import { turns } from '../db/turns.ts';
import type { Principal } from '../identity/principal.ts';
import type { Which } from './find-engine.ts';
import { refuseUnlessOverseer } from './overseers.ts';
import { type ReplayReport, reportOf } from './replay-draft.ts';
import { replayVersion } from './replays/replay-version.ts';
import { sum } from './replays/tally.ts';

export interface RecordedReplay extends ReplayReport {
  /** More was decided in this time, or stands, than was looked at: the newest were. */
  readonly isPartial: boolean;
}

const oneAtATime = turns(1);

/** What a draft would have said of what was decided lately, and what it says of what stands. Nothing changes by it. */
export async function replayRecorded(
  context: Context,
  { principal, ...looking }: Which & { principal: Principal; since: Date; most?: number },
): Promise<RecordedReplay> {
  refuseUnlessOverseer(principal);
  const { tally, isPartial } = await oneAtATime(() => replayVersion(context, looking));
  const report = reportOf(tally);
  const { gains, loses, needsMore } = report.decisions;
  await context.record({
    writes: [],
    entries: [
      {
        type: 'policy.replayed',
        actor: principal.id,
        policyVersion: context.policy.version,
        hashes: { draft: report.version },
        facts: { decisions: sum(report.decisions), gains, loses, needs_more: needsMore },
      },
    ],
  });
  return { ...report, isPartial };
}
