import type { Database } from '../db/client.ts';
import { giveUpLease, newHolder, takeLease } from './lease.ts';

const LEASE_SECONDS = 30;
const LOOK_MS = 200;
const PATIENCE_MS = 60_000;

/** One broker after another: what the first has done the others find done. Fit for work that may be done twice. */
export async function underLease<T>(
  database: Database,
  lease: { name: string; node: string },
  work: () => Promise<T>,
): Promise<T> {
  const holder = newHolder(lease.node);
  const patientUntil = performance.now() + PATIENCE_MS;
  while (!(await takeLease(database, lease.name, holder, LEASE_SECONDS))) {
    if (performance.now() > patientUntil) throw new Error(`The lease ${lease.name} did not come free.`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
  try {
    return await work();
  } finally {
    await giveUpLease(database, { name: lease.name, holder });
  }
}
