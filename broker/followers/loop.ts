import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';

export interface Loop {
  /** A hint that there is something to do; a lost one costs one polling interval. */
  wake(): void;
  stop(): Promise<void>;
}

export interface Rounds {
  name: string;
  everyMs: number;
  /** Answers whether there is more to do at once. */
  round: () => Promise<boolean>;
  ended?: () => Promise<void>;
}

/** However often it is woken: under load a round takes many commits along instead of one. */
const AT_MOST_EVERY_MS = 20;

/** One round after another, each followed by a rest; a round that fails is tried again after the rest. */
export function startLoop({ name, everyMs, round, ended }: Rounds, log: Logger): Loop {
  let stopped = false;
  let wake = (): void => undefined;

  const finished = (async () => {
    while (!stopped) {
      let woken = false;
      const rest = new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, everyMs);
        wake = () => {
          woken = true;
          clearTimeout(timer);
          resolve();
        };
      });
      let more = false;
      const beganAt = performance.now();
      try {
        more = await round();
      } catch (error) {
        if (!stopped) log.error({ err: error, loop: name }, 'A background task failed; trying again.');
      }
      if (stopped) break;
      if (more) wake();
      if (woken && !more) await delay(Math.max(0, beganAt + AT_MOST_EVERY_MS - performance.now()));
      else await rest;
    }
    await ended?.().catch(() => undefined);
  })();

  return {
    wake: () => wake(),
    stop: async () => {
      stopped = true;
      wake();
      await finished;
    },
  };
}
