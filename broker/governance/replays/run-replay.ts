import { hashOf } from '../../audit/event.ts';
import { write } from '../../audit/record.ts';
import type { Context } from '../../context.ts';
import { Refusal } from '../../errors.ts';
import { reportOf } from '../replay-draft.ts';
import { type Affected, few, type Replay, type ReplayResult } from './replay.ts';
import { replayVersion } from './replay-version.ts';
import { advance, type Claim, claiming, findReplay, finish, letGo, type Outcome } from './store.ts';
import { type Changing, sum, type Tally } from './tally.ts';

/** A replay that a broker died over this often is not tried again. */
const MOST_CLAIMS = 3;
const INTERRUPTED = `It was interrupted ${MOST_CLAIMS} times, and is not tried again.`;

/** Somebody else works on it now, or this broker is asked to end. */
class GivenUp extends Error {}

/** The replay that waited the longest, if any waits; nobody else works on it while its progress is written. */
export async function claimReplay({ burn, clock }: Context): Promise<Claim | undefined> {
  const [row] = (await burn(claiming(clock.sql))).rows;
  return row && { id: String(row.id), claim: Number(row.claim) };
}

function affected({ groups }: Tally, effect: Changing): Affected[] {
  const counts = new Map<string, number>();
  for (const group of groups.values())
    if (group.effect === effect)
      for (const [actor, count] of group.actors) counts.set(actor, (counts.get(actor) ?? 0) + count);
  return [...counts].map(([actor, count]) => ({ actor, count })).sort((a, b) => b.count - a.count);
}

async function resultOf(
  context: Context,
  { version, since }: Replay,
  progress: (looked: number) => Promise<void>,
): Promise<ReplayResult> {
  const { tally, isPartial } = await replayVersion(context, { version, since, progress });
  const { decisions, standing, ending } = tally;
  return {
    ...{ against: context.policy.version, isPartial, decisions, standing },
    gains: few(affected(tally, 'gains')),
    loses: few(affected(tally, 'loses')),
    needsMore: few(affected(tally, 'needs more')),
    sessions: few(ending.sessions),
    delegations: few(ending.delegations),
    groups: few(reportOf(tally).groups),
  };
}

async function close(context: Context, replay: Replay, claim: Claim, as: Outcome): Promise<void> {
  const { id, proposal, version, startedBy } = replay;
  const isDone = 'result' in as;
  const counted = isDone
    ? {
        decisions: sum(as.result.decisions),
        gains: as.result.decisions.gains,
        loses: as.result.decisions.loses,
        needs_more: as.result.decisions.needsMore,
        ending: as.result.standing.loses,
      }
    : {};
  await context.record({
    writes: [write(finish(replay, claim, as, context), { rows: 1, otherwise: new GivenUp() })],
    entries: [
      {
        type: isDone ? 'policy.replayed' : 'policy.replay_failed',
        actor: startedBy,
        target: proposal,
        policyVersion: context.policy.version,
        hashes: { draft: version, ...(isDone ? { result: hashOf(as.result) } : {}) },
        facts: { replay: id, ...counted },
        ...(isDone ? {} : { detail: { why: as.why } }),
      },
    ],
  });
}

async function outcomeOf(
  context: Context,
  replay: Replay,
  claim: Claim,
  isStopping: () => boolean,
): Promise<Outcome> {
  if (claim.claim > MOST_CLAIMS) return { why: INTERRUPTED };
  const now = context.clock.sql;
  const progress = async (looked: number): Promise<void> => {
    const isMine = (await context.burn(advance(claim, looked, now))).count === 1;
    if (isMine && isStopping()) await context.burn(letGo(claim, now));
    if (!isMine || isStopping()) throw new GivenUp();
  };
  try {
    return { result: await resultOf(context, replay, progress) };
  } catch (error) {
    if (error instanceof Refusal) return { why: error.message };
    throw error;
  }
}

/** Counts through what a claimed replay is about, and keeps what came out. Stopped in its midst it is left to the next broker. */
export async function runReplay(
  context: Context,
  claim: Claim,
  isStopping: () => boolean = () => false,
): Promise<void> {
  const replay = await findReplay(context.reader, claim.id);
  if (!replay) throw new Error(`The claimed replay ${claim.id} is not there.`);
  try {
    await close(context, replay, claim, await outcomeOf(context, replay, claim, isStopping));
  } catch (error) {
    if (!(error instanceof GivenUp)) throw error;
  }
}
