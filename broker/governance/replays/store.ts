import { and, desc, eq, lt, lte, type SQL, sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { insertInto, update } from '../../db/build.ts';
import type { ProposalId, ReplayId } from '../../ids.ts';
import type { SealedReader } from '../../seals/sealed-reader.ts';
import type { Seals } from '../../seals/seals.ts';
import type { Replay, ReplayResult, ReplayState } from './replay.ts';
import { policyReplays } from './tables.ts';

type Row = typeof policyReplays.$inferSelect;

/** Which replay, and the how manieth broker works on it. */
export interface Claim {
  readonly id: string;
  readonly claim: number;
}

const CLAIM_SECONDS = 30;

const FORGED = 'What is stored here was not written by a broker. Run it again.';

function stateOf(row: Row, seals: Seals): ReplayState {
  const { id, status, looked, finishedAt, result, why } = row;
  if (status === 'running') return { status, looked };
  if (finishedAt === null) throw new Error(`${id} is ${status}, but never became so.`);
  // Whoever signs by it signs by what a broker counted.
  if (!seals.holds('policy_replays', id, row)) return { status: 'failed', finishedAt, why: FORGED };
  if (status === 'failed') return { status, finishedAt, why: why ?? '' };
  if (result === null) throw new Error(`${id} is done, but without a result.`);
  return { status, finishedAt, result };
}

function replayOf(row: Row, seals: Seals): Replay {
  const { id, proposal, version, since, size, startedBy, startedAt } = row;
  return {
    ...{ version, since, size, startedBy, startedAt },
    id: id as ReplayId,
    proposal: proposal as ProposalId,
    state: stateOf(row, seals),
  };
}

/** Newest first; `before` is the id of the last one of the page before. */
export async function pageOfReplays(
  reader: SealedReader,
  { proposal, before, limit }: { proposal: string; before?: string | undefined; limit: number },
): Promise<Replay[]> {
  const rows = await reader
    .select()
    .from(policyReplays)
    .where(
      and(
        eq(policyReplays.proposal, proposal),
        before === undefined ? undefined : lt(policyReplays.id, before),
      ),
    )
    .orderBy(desc(policyReplays.id))
    .limit(limit);
  return rows.map((row) => replayOf(row, reader.seals));
}

export async function findReplay(reader: SealedReader, id: string): Promise<Replay | undefined> {
  const [row] = await reader.select().from(policyReplays).where(eq(policyReplays.id, id));
  return row && replayOf(row, reader.seals);
}

/** Inserts nothing while another one of the same proposal is running. */
export function insertReplay({ state: _, ...its }: Replay, now: SQL<Date>): SQL {
  return insertInto(policyReplays)
    .values({ ...its, looked: 0, status: 'running', claim: 0, claimedUntil: now })
    .onConflictDoNothing()
    .getSQL();
}

/** The oldest one that nobody works on. */
export function claiming(now: SQL<Date>) {
  const free = sql`(select ${policyReplays.id} from ${policyReplays}
    where ${policyReplays.status} = 'running' and ${policyReplays.claimedUntil} <= ${now}
    order by ${policyReplays.id} limit 1)`;
  return update(policyReplays)
    .set({ claim: sql`${policyReplays.claim} + 1`, claimedUntil: until(now) })
    .where(
      and(
        eq(policyReplays.id, free),
        eq(policyReplays.status, 'running'),
        lte(policyReplays.claimedUntil, now),
      ),
    )
    .returning({ id: policyReplays.id, claim: policyReplays.claim });
}

const until = (now: SQL<Date>): SQL => sql`${now} + make_interval(secs => ${CLAIM_SECONDS})`;

const mine = ({ id, claim }: Claim): SQL | undefined =>
  and(eq(policyReplays.id, id), eq(policyReplays.status, 'running'), eq(policyReplays.claim, claim));

export function advance(claim: Claim, looked: number, now: SQL<Date>): SQL {
  return update(policyReplays)
    .set({ looked, claimedUntil: until(now) })
    .where(mine(claim))
    .getSQL();
}

/** Whoever looks next takes it over at once. */
export function letGo(claim: Claim, now: SQL<Date>): SQL {
  return update(policyReplays).set({ claimedUntil: now }).where(mine(claim)).getSQL();
}

export type Outcome = { result: ReplayResult } | { why: string };

/** Holds only for the broker that claimed it last. */
export function finish(
  { state: _, ...its }: Replay,
  claim: Claim,
  as: Outcome,
  { clock, seals }: Pick<Context, 'clock' | 'seals'>,
): SQL {
  const said = { ...as, status: 'why' in as ? ('failed' as const) : ('done' as const) };
  return update(policyReplays)
    .set({ ...said, finishedAt: clock.sql, seal: seals.of('policy_replays', { ...its, ...said }) })
    .where(mine(claim))
    .getSQL();
}
