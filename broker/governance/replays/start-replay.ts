import { and, eq } from 'drizzle-orm';
import { write } from '../../audit/record.ts';
import type { Context } from '../../context.ts';
import { update } from '../../db/build.ts';
import { Refusal } from '../../errors.ts';
import type { Principal } from '../../identity/principal.ts';
import { newId } from '../../ids.ts';
import { refuseUnlessOverseer } from '../overseers.ts';
import type { Proposal } from '../proposal.ts';
import { namedProposal } from '../read-proposal.ts';
import { sizeOf } from '../run-through.ts';
import { notOpen, refuseUnlessOpen } from '../sign-activation.ts';
import { policyProposals } from '../tables.ts';
import type { Replay } from './replay.ts';
import { insertReplay } from './store.ts';

const DAY_MS = 24 * 3600 * 1000;
export const MOST_DAYS = 90;

/** Holds only while nobody has decided: the row lock orders it with the decision. */
const whileOpen = ({ id }: Proposal) =>
  write(
    update(policyProposals)
      .set({ status: 'open' })
      .where(and(eq(policyProposals.id, id), eq(policyProposals.status, 'open'))),
    { rows: 1, otherwise: notOpen() },
  );

/** Has a proposal held against what was decided in the last days and what stands; a broker works on it from now on. */
export async function startReplay(
  context: Context,
  { principal, id, days }: { principal: Principal; id: string; days: number },
): Promise<Replay> {
  refuseUnlessOverseer(principal);
  if (!Number.isInteger(days) || days < 1 || days > MOST_DAYS)
    throw new Refusal('days_out_of_range', `A replay looks back 1 to ${MOST_DAYS} days.`, { status: 400 });
  const proposal = await namedProposal(context, id);
  refuseUnlessOpen(proposal);
  const now = context.clock.now();
  const since = new Date(now.getTime() - days * DAY_MS);
  const replay: Replay = {
    id: newId('rpl', now.getTime()),
    proposal: proposal.id,
    version: proposal.version,
    since,
    size: await sizeOf(context, since),
    startedBy: principal.id,
    startedAt: now,
    state: { status: 'running', looked: 0 },
  };
  await context.record({
    writes: [
      whileOpen(proposal),
      write(insertReplay(replay, context.clock.sql), {
        rows: 1,
        otherwise: new Refusal('replay_running', 'This proposal is being replayed already. Wait for it.'),
      }),
    ],
    entries: [
      {
        type: 'policy.replay_started',
        actor: principal.id,
        target: proposal.id,
        policyVersion: context.policy.version,
        hashes: { draft: proposal.version },
        facts: { replay: replay.id, days, size: replay.size },
      },
    ],
  });
  return replay;
}
