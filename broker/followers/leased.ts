import { giveUpLease, type Lease, newHolder, takeLease } from '../audit/lease.ts';
import type { Database } from '../db/client.ts';

const LEASE_SECONDS = 3;

/** Keeps a lease while it is asked for; one broker of all has it. */
export interface Leased {
  hold(): Promise<Lease | null>;
  lost(): void;
  giveUp(): Promise<void>;
}

export function leased(database: Database, name: string, node: string): Leased {
  const holder = newHolder(node);
  let lease: Lease | null = null;
  let renewAt = 0;
  return {
    async hold() {
      if (!lease || Date.now() >= renewAt) {
        renewAt = Date.now() + (LEASE_SECONDS * 1000) / 3;
        lease = await takeLease(database, name, holder, LEASE_SECONDS);
      }
      return lease;
    },
    lost: () => {
      lease = null;
    },
    giveUp: () => giveUpLease(database, { name, holder }),
  };
}
