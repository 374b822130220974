import { write } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { Refusal } from '../errors.ts';
import { flowState } from '../policy/flows.ts';
import { nextNotice, noticesFor } from '../policy/waiting.ts';
import { approvalsGiven } from './approvals-given.ts';
import type { Delegation } from './delegation.ts';
import { remindersDue, setReminder } from './due.ts';
import { changedMeanwhile } from './retry-lost-races.ts';

const BATCH = 100;

async function remind(context: Context, delegation: Delegation, due: Date): Promise<void> {
  const now = context.clock.now();
  const state = flowState(
    context.policy.bundle.flows,
    delegation.obligations.approvals,
    await approvalsGiven(context, delegation),
    { filedAt: delegation.createdAt, now },
  );
  const saying = noticesFor(state).filter(({ at }) => at >= due && at <= now);
  const about = {
    subject: delegation.subjectId,
    delegation: delegation.id,
    policyVersion: delegation.policyVersion,
  };
  const set = write(setReminder(delegation, due, nextNotice(state, now)), {
    rows: 1,
    otherwise: changedMeanwhile(),
  });
  if (saying.length === 0) {
    await context.burn(set.statement);
    return;
  }
  await context.record({
    writes: [set],
    entries: saying.map(({ kind, flow, stage, at }) => ({
      type: `approval.${kind}`,
      ...about,
      facts: { flow, stage, due: at.toISOString() },
    })),
    aside: true,
  });
}

/** Says once of each open stage that it has waited for half its time, and once that others may sign it too. */
export async function remindApprovers(context: Context): Promise<number> {
  let said = 0;
  for (const { delegation, due } of await remindersDue(context.reader, context.clock, BATCH))
    try {
      await remind(context, delegation, due);
      said += 1;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
    }
  return said;
}
