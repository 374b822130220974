import type { Logger } from 'pino';
import type { Database } from './client.ts';

/** What there is to look at: commits without an index, among them an activation, indexed entries, projected ones. */
export type Hint = 'committed' | 'activated' | 'sequenced' | 'projected';

export interface Hints {
  /** Tells the other nodes, soon and outside every transaction. Nobody relies on it: they look by themselves too. */
  give(hint: Hint): void;
  /** What other nodes tell. */
  hear(heard: (hint: Hint) => void): Promise<void>;
}

/** However much happens, one word of each kind in this time is enough. */
const AT_MOST_EVERY_MS = 20;

export function hintsOf({ hints }: Pick<Database, 'hints'>, node: string, log: Logger): Hints {
  if (hints === undefined) return { give: () => undefined, hear: async () => undefined };
  const waiting = new Set<Hint>();
  return {
    give(hint) {
      if (waiting.has(hint)) return;
      waiting.add(hint);
      setTimeout(() => {
        waiting.delete(hint);
        hints
          .give(`${hint} ${node}`)
          .catch((error: unknown) => log.debug({ err: error }, 'A hint to the other brokers was lost.'));
      }, AT_MOST_EVERY_MS).unref();
    },
    async hear(heard) {
      try {
        await hints.hear((text) => {
          const [hint, from] = text.split(' ');
          if (from !== node) heard(hint as Hint);
        });
      } catch (error) {
        // A pooler between us and PostgreSQL may not carry them: then looking four times a second has to do.
        log.warn(
          { err: error },
          'Hints of other brokers are not heard; what they do is seen a little later.',
        );
      }
    },
  };
}
