import { availableParallelism } from 'node:os';
import type { Context } from '../../context.ts';
import { findFiles, unfit, type Which } from '../find-engine.ts';
import { type RunThrough, runThrough } from '../run-through.ts';
import type { Tally } from './tally.ts';
import { type Replaying, replaying, UnfitDraft } from './threads.ts';

const MOST_THREADS = 4;
/** Tokens are issued by this program's own thread, which keeps a processor for itself. */
const threads = Math.min(MOST_THREADS, Math.max(1, availableParallelism() - 1));

export interface Replayed {
  readonly tally: Tally;
  /** More was decided in this time, or stands, than was looked at: the newest were. */
  readonly isPartial: boolean;
}

/** Holds a version, or a draft's files, against what is on record and what stands, beside this thread. */
export async function replayVersion(
  context: Context,
  { version, files, since, most, progress }: Which & RunThrough & Pick<Replaying, 'progress'>,
): Promise<Replayed> {
  const work = { files: await findFiles(context, { version, files }), since, threads };
  try {
    const { tally, fed: isPartial } = await replaying({ ...work, ...(progress ? { progress } : {}) }, (add) =>
      runThrough(context, { since, ...(most === undefined ? {} : { most }) }, add),
    );
    return { tally, isPartial };
  } catch (error) {
    throw error instanceof UnfitDraft ? unfit(error.problems) : error;
  }
}
