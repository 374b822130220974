import type { Context } from '../context.ts';
import type { Principal } from '../identity/principal.ts';
import { findEngine, type Which } from './find-engine.ts';
import { refuseUnlessOverseer } from './overseers.ts';
import { type ReplayReport, replayDraft } from './replay-draft.ts';
import { runThrough } from './run-through.ts';

export interface RecordedReplay extends ReplayReport {
  /** More was decided in this time, or stands, than was looked at: the newest were. */
  readonly isPartial: boolean;
}

/** What a draft would have said of what was decided lately, and what it says of what stands. Nothing changes by it. */
export async function replayRecorded(
  context: Context,
  { principal, version, files, ...looking }: Which & { principal: Principal; since: Date; most?: number },
): Promise<RecordedReplay> {
  refuseUnlessOverseer(principal);
  const replay = replayDraft(await findEngine(context, { version, files }));
  const isPartial = await runThrough(context, { ...replay, ...looking });
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
