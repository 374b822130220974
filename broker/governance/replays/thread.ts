import { parentPort, workerData } from 'node:worker_threads';
import { BundleError, bundleFromFiles } from '../../policy/bundle.ts';
import { prepareDraft } from '../../policy/engine.ts';
import { PolicyProblems } from '../../policy/policy-problems.ts';
import { replayDraft } from '../replay-draft.ts';
import { readLine, whyUnread } from './line.ts';
import type { Tally } from './tally.ts';

export interface Work {
  readonly files: Readonly<Record<string, string>>;
  /** What was decided before is left out. */
  readonly since: Date;
}

/** To each stretch of lines one reply, in their order. */
export type Reply =
  | { readonly tally: Tally }
  | { readonly unfit: readonly string[] }
  | { readonly unread: string };

type Asking = (lines: readonly string[]) => Reply;

function asking({ files, since }: Work): Asking {
  const replay = replayDraft(prepareDraft(bundleFromFiles(files)));
  return (lines) => {
    for (const text of lines) {
      const line = readLine(text);
      if ('standing' in line) replay.standing(line.standing);
      else if (line.past.at >= since) replay.past(line.past);
    }
    return { tally: replay.take() };
  };
}

function unfit(error: unknown): readonly string[] | undefined {
  if (error instanceof BundleError) return error.problems;
  if (!(error instanceof PolicyProblems)) return undefined;
  return error.problems.map(({ where, what }) => `${where}: ${what}`);
}

function prepared(work: Work): Asking {
  try {
    return asking(work);
  } catch (error) {
    const problems = unfit(error);
    if (!problems) throw error;
    return () => ({ unfit: problems });
  }
}

function replyTo(ask: Asking, lines: readonly string[]): Reply {
  try {
    return ask(lines);
  } catch (error) {
    const unread = whyUnread(error);
    if (unread === undefined) throw error;
    return { unread };
  }
}

const ask = prepared(workerData);
// Whatever else is thrown ends the thread, and whoever waits for its replies hears of it.
parentPort?.on('message', (lines: readonly string[]) => parentPort?.postMessage(replyTo(ask, lines)));
