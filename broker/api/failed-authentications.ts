import type { Context } from '../context.ts';

/** Strangers get no entry each: a minute's failures are one. */
export interface FailedAuthentications {
  count(reason: string): void;
  /** Records what was counted since the last time. */
  summarise(context: Context): Promise<void>;
}

export function failedAuthentications(): FailedAuthentications {
  let counted = new Map<string, number>();
  return {
    count: (reason) => {
      counted.set(reason, (counted.get(reason) ?? 0) + 1);
    },
    summarise: async (context) => {
      if (counted.size === 0) return;
      const summed = counted;
      counted = new Map();
      const total = [...summed.values()].reduce((sum, one) => sum + one, 0);
      await context.record({
        writes: [],
        entries: [
          {
            type: 'authentication.failed',
            outcome: 'refused',
            facts: { ...Object.fromEntries(summed), total },
          },
        ],
      });
    },
  };
}
