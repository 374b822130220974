import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { putTogether, sum, type Tally } from './tally.ts';
import type { Reply, Work } from './thread.ts';

// As in broker/main.ts: Node 20 ends by itself over calls into WebAssembly that it has inlined, and it was over these.
setFlagsFromString('--no-turbo-inline-js-wasm-calls');

/** The draft could not be activated either. */
export class UnfitDraft extends Error {
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(`This is no policy that could be activated: ${problems.join('; ')}`);
    this.name = 'UnfitDraft';
    this.problems = problems;
  }
}

export class UnreadLine extends Error {
  override name = 'UnreadLine';
}

/** Beside dist/*.js, where the build puts it; else beside this module in the source tree. */
function entry(): URL {
  const built = new URL('./replay-thread.js', import.meta.url);
  return existsSync(fileURLToPath(built)) ? built : new URL('./thread.mjs', import.meta.url);
}

function tallyIn(reply: Reply): Tally {
  if ('tally' in reply) return reply.tally;
  throw 'unfit' in reply ? new UnfitDraft(reply.unfit) : new UnreadLine(reply.unread);
}

interface Waiting {
  resolve: (reply: Reply) => void;
  reject: (error: Error) => void;
}

interface Thread {
  readonly waiting: readonly Waiting[];
  ask: (lines: readonly string[]) => Promise<Reply>;
  end: () => Promise<unknown>;
}

/** Has its own policy engine. If it ends by itself, whoever waits for it hears so. */
function startThread(work: Work): Thread {
  const worker = new Worker(entry(), { workerData: work, execArgv: [] });
  const waiting: Waiting[] = [];
  let ended: Error | undefined;
  const fail = (error: Error) => {
    ended ??= error;
    for (const one of waiting.splice(0)) one.reject(ended);
  };
  worker.on('message', (reply: Reply) => waiting.shift()?.resolve(reply));
  worker.on('error', fail);
  worker.on('exit', (code) => fail(new Error(`The policy engine of a replay ended with ${code}.`)));
  return {
    waiting,
    ask: (lines) =>
      new Promise((resolve, reject) => {
        if (ended) return reject(ended);
        waiting.push({ resolve, reject });
        worker.postMessage(lines);
      }),
    end: () => worker.terminate(),
  };
}

const AHEAD = 2;

export interface Replaying extends Work {
  threads: number;
  /** How many decisions and delegations have been looked at; what it throws ends the replay. */
  progress?: (looked: number) => unknown;
}

/** Gives lines to be asked again. It waits while enough are being worked on. */
export type Add = (lines: readonly string[]) => Promise<void>;

/** Holds lines against a draft on threads beside this one, and adds up what came out in the order of the lines. */
export async function replaying<Fed>(
  { threads: most, progress = () => undefined, ...work }: Replaying,
  feed: (add: Add) => Promise<Fed>,
): Promise<{ tally: Tally; fed: Fed }> {
  const threads = [startThread(work)];
  const stretches: Promise<Reply>[] = [];

  function least(): Thread | undefined {
    const [free] = [...threads].sort((a, b) => a.waiting.length - b.waiting.length);
    if (free?.waiting.length === 0 || threads.length >= most) return free;
    const started = startThread(work);
    threads.push(started);
    return started;
  }
  function ask(lines: readonly string[]): void {
    const thread = least();
    if (!thread) throw new Error('A replay without a thread.');
    const reply = thread.ask(lines);
    reply.catch(() => undefined);
    stretches.push(reply);
  }
  async function next(): Promise<Tally> {
    const reply = await stretches.shift();
    if (!reply) throw new Error('No stretch of a replay is being worked on.');
    return tallyIn(reply);
  }

  try {
    // Also where nothing is on record a draft that could not be activated is refused.
    ask([]);
    const tally = await next();
    const putNext = async () => {
      putTogether(tally, await next());
      await progress(sum(tally.decisions) + sum(tally.standing));
    };
    const fed = await feed(async (lines) => {
      ask(lines);
      while (stretches.length > most * AHEAD) await putNext();
    });
    while (stretches.length > 0) await putNext();
    return { tally, fed };
  } finally {
    await Promise.all(threads.map((thread) => thread.end()));
  }
}
