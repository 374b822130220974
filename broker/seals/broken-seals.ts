import type { SealedTable } from './seals.ts';

export interface BrokenSeal {
  readonly table: SealedTable;
  readonly id: string;
}

/** What readers came across since somebody looked: reading writes nothing, whoever looks here does. */
export interface BrokenSeals {
  note(table: SealedTable, id: string): void;
  take(): BrokenSeal[];
}

const MOST = 1000;

export function brokenSeals(): BrokenSeals {
  const found = new Map<string, BrokenSeal>();
  return {
    note: (table, id) => {
      if (found.size < MOST) found.set(`${table} ${id}`, { table, id });
    },
    take: () => {
      const taken = [...found.values()];
      found.clear();
      return taken;
    },
  };
}
