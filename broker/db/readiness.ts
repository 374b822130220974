import { sql } from 'drizzle-orm';
import type { Run } from './client.ts';

/** Instants that decide come from the database: a node that is further off signs times that nobody can trust. */
const MOST_SKEW_MS = 2_000;

export interface Readiness {
  ready: boolean;
  checks: { database: boolean; clock: boolean; log: boolean };
}

/** The middle of the round trip stands for the moment at which the database looked at its clock. */
async function skewMs(run: Run, now: () => Date): Promise<number> {
  const before = now().getTime();
  const { rows } = await run(sql`select extract(epoch from clock_timestamp()) * 1000 as now`);
  const after = now().getTime();
  return Math.abs(Number(rows[0]?.now) - (before + after) / 2);
}

async function sequencerLives(run: Run): Promise<boolean> {
  const { rows } = await run(sql`select 1 from leases where name = 'sequencer' and expires_at > now()`);
  return rows.length === 1;
}

export async function readiness(
  run: Run,
  now: () => Date,
  keepsUp: () => Promise<boolean>,
): Promise<Readiness> {
  try {
    const clock = (await skewMs(run, now)) <= MOST_SKEW_MS;
    const log = (await sequencerLives(run)) && (await keepsUp());
    return { ready: clock && log, checks: { database: true, clock, log } };
  } catch {
    return { ready: false, checks: { database: false, clock: false, log: false } };
  }
}
