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
      try {
        more = await round();
      } catch (error) {
        if (!stopped) log.error({ err: error, loop: name }, 'A background task failed; trying again.');
      }
      if (stopped) break;
      if (more || woken) wake();
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
