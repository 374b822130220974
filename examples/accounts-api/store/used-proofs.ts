import type { ReplayStore } from '@countersign/resource-server';
import { lt, sql } from 'drizzle-orm';
import type { Store } from './open-store.ts';
import { usedProofs } from './tables.ts';

const SWEEP_MS = 60_000;

/** The primary key decides who was first: among calls at once, among nodes, and across restarts. */
export function proofStore({ database }: Pick<Store, 'database'>): ReplayStore {
  let sweepAt = performance.now() + SWEEP_MS;
  return {
    async add(key, until) {
      if (performance.now() >= sweepAt) {
        sweepAt = performance.now() + SWEEP_MS;
        await database.delete(usedProofs).where(lt(usedProofs.until, sql`now()`));
      }
      const added = await database
        .insert(usedProofs)
        .values({ key, until })
        .onConflictDoNothing()
        .returning({ key: usedProofs.key });
      return added.length === 1;
    },
  };
}
