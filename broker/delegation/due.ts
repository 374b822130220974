import { and, eq, or, type SQL, sql } from 'drizzle-orm';
import { update } from '../db/build.ts';
import type { SealedReader } from '../seals/sealed-reader.ts';
import type { Delegation } from './delegation.ts';
import { findDelegations, selectDelegations } from './store.ts';
import { delegations } from './tables.ts';

export function overdue(
  reader: SealedReader,
  clock: { sql: SQL<Date>; now(): Date },
  limit: number,
): Promise<Delegation[]> {
  const where = or(
    and(eq(delegations.status, 'pending'), sql`${delegations.decideBy} <= ${clock.sql}`),
    and(
      eq(delegations.status, 'granted'),
      sql`coalesce(${delegations.expiresAt}, ${delegations.startBy}) <= ${clock.sql}`,
    ),
  );
  return selectDelegations(reader, where, clock.now(), limit);
}

/** Of requests that still can be signed, those of which something is to be said. */
export async function remindersDue(
  reader: SealedReader,
  clock: { sql: SQL<Date>; now(): Date },
  limit: number,
): Promise<{ delegation: Delegation; due: Date }[]> {
  const where = and(
    eq(delegations.status, 'pending'),
    sql`${delegations.remindAt} <= ${clock.sql}`,
    sql`${delegations.decideBy} > ${clock.sql}`,
  );
  const rows = await reader
    .select({ id: delegations.id, due: delegations.remindAt })
    .from(delegations)
    .where(where)
    .orderBy(delegations.remindAt)
    .limit(limit);
  const found = await findDelegations(
    reader,
    rows.map(({ id }) => id),
    clock.now(),
  );
  return rows.flatMap(({ id, due }) => {
    const delegation = found.get(id);
    return delegation && due ? [{ delegation, due }] : [];
  });
}

/** Holds once for each instant, and only while nobody has signed meanwhile. */
export function setReminder({ id, changes }: Delegation, due: Date, next: Date | undefined): SQL {
  return update(delegations)
    .set({ remindAt: next ?? null })
    .where(
      and(
        eq(delegations.id, id),
        eq(delegations.status, 'pending'),
        eq(delegations.changes, changes),
        eq(delegations.remindAt, due),
      ),
    )
    .getSQL();
}
