import { newestEvent } from '../audit/search-entries.ts';
import type { Reader } from '../db/client.ts';

/** One look at the log for every stream of this process: four a second, and only while somebody listens. */
export interface EventFeed {
  /** A hint that the log has grown. */
  wake(): void;
  /** Comes back when there is an event after this one, when the time is up, or when the feed or the reader stops. */
  after(index: number, timeoutMs: number, signal: AbortSignal): Promise<void>;
  readonly stopped: AbortSignal;
  stop(): void;
}

const POLL_MS = 250;

interface Waiting {
  index: number;
  resume: () => void;
}

export function eventFeed(reader: Reader, failed: (error: unknown) => void): EventFeed {
  const waiting = new Set<Waiting>();
  const ended = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let looking = false;

  async function look(): Promise<void> {
    if (looking || waiting.size === 0) return;
    looking = true;
    try {
      const newest = await newestEvent(reader);
      for (const one of waiting) if (newest > one.index) one.resume();
    } catch (error) {
      failed(error);
    } finally {
      looking = false;
      schedule();
    }
  }

  function schedule(): void {
    clearTimeout(timer);
    if (waiting.size > 0 && !ended.signal.aborted) timer = setTimeout(look, POLL_MS);
  }

  return {
    wake: () => void look(),
    after: (index, timeoutMs, signal) =>
      new Promise((resolve) => {
        if (ended.signal.aborted || signal.aborted) return resolve();
        const limit = setTimeout(() => one.resume(), timeoutMs);
        const one: Waiting = {
          index,
          resume: () => {
            clearTimeout(limit);
            waiting.delete(one);
            signal.removeEventListener('abort', one.resume);
            resolve();
          },
        };
        signal.addEventListener('abort', one.resume);
        waiting.add(one);
        if (waiting.size === 1) schedule();
      }),
    stopped: ended.signal,
    stop: () => {
      ended.abort();
      clearTimeout(timer);
      for (const one of waiting) one.resume();
    },
  };
}
