import { write } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { decisionOn } from '../decisions/decision.ts';
import { recordingDecision } from '../decisions/store.ts';
import { judgeGrant } from '../delegation/judge-grant.ts';
import { actorOf } from '../delegation/read-request.ts';
import { denied } from '../delegation/refuse-if-denied.ts';
import { changedMeanwhile, retryLostRaces } from '../delegation/retry-lost-races.ts';
import { Refusal } from '../errors.ts';
import type { Principal } from '../identity/principal.ts';
import { masksOf } from '../policy/bundle.ts';
import { signableText } from '../signing/signable-text.ts';
import { endOverspent } from './end-overspent.ts';
import { refuseUnlessLive, refuseUnlessOwn } from './raise-session.ts';
import type { Session } from './session.ts';
import { readSession } from './visible.ts';
import { setRevealed } from './writes.ts';

export interface Revealing {
  readonly principal: Principal;
  readonly sid: string;
  readonly action: string;
  readonly fields: readonly string[];
  readonly reason: string;
}

/** What people call each field; refuses what nobody hides, and what is shown already. */
function masked(
  context: Context,
  session: Session,
  { action, fields }: Pick<Revealing, 'action' | 'fields'>,
): [field: string, called: string][] {
  const masks = masksOf(context.policy.bundle).get(action) ?? {};
  const shown = session.revealed[action] ?? [];
  return fields.map((field) => {
    const called = Object.hasOwn(masks, field) ? masks[field] : undefined;
    if (called === undefined)
      throw new Refusal('not_masked', `Policy does not mask ${field} there; there is nothing to reveal.`, {
        status: 422,
        extra: { field },
      });
    if (shown.includes(field))
      throw new Refusal('already_revealed', `This session shows the ${called} already.`, {
        extra: { field },
      });
    return [field, called];
  });
}

async function requireBudget(
  context: Context,
  { id, budget, used }: Session,
  reveals: number,
): Promise<void> {
  if (budget.reveals === undefined || used.reveals + reveals <= budget.reveals) return;
  await endOverspent(context, id, { reveals });
  throw new Refusal('budget_spent', 'That is more than was approved, so the session was ended.', {
    status: 403,
  });
}

/**
 * Masked fields are shown, for a reason that the customer reads: in this session only, to tokens issued from now on.
 * Policy is asked as for anything that the session opens.
 */
export async function revealFields(context: Context, revealing: Revealing): Promise<Session> {
  const { principal, sid, action } = revealing;
  refuseUnlessOwn(principal);
  const why = signableText(revealing.reason, 'reason', { min: 1, max: 500 });
  const fields = [...new Set(revealing.fields)];
  if (fields.length === 0)
    throw new Refusal('nothing_to_reveal', 'Name the fields that are to be shown.', { status: 422 });
  return retryLostRaces(async () => {
    const session = await readSession(context, { principal, sid });
    refuseUnlessLive(session);
    const { delegation } = session;
    const details = delegation.effective.flatMap((item) =>
      item.actions.includes(action) ? [{ ...item, actions: [action] }] : [],
    );
    if (details.length === 0)
      throw new Refusal('action_not_granted', 'This session was not granted that action.', { status: 403 });
    const called = masked(context, session, { action, fields });
    await requireBudget(context, session, fields.length);
    const judging = { stage: 'issue', actor: actorOf(principal), details } as const;
    const verdict = await judgeGrant(context, delegation, judging);
    const decision = decisionOn(context, verdict, { delegation: delegation.id, session: session.id });
    if (verdict.decision === 'deny') throw denied(decision, verdict);
    const revealed = {
      ...session.revealed,
      [action]: [...(session.revealed[action] ?? []), ...fields],
    };
    const used = session.used.reveals + fields.length;
    await context.record({
      writes: [
        write(setRevealed(session, { revealed, used }, context), { rows: 1, otherwise: changedMeanwhile() }),
        recordingDecision(decision),
      ],
      entries: [
        {
          type: 'session.revealed',
          actor: session.actorId,
          subject: session.subjectId,
          delegation: delegation.id,
          session: session.id,
          policyVersion: verdict.policyVersion,
          hashes: { question: decision.questionHash },
          facts: { action, fields: fields.join(' ') },
          detail: { reason: why, fields: called.map(([, name]) => name) },
        },
      ],
    });
    return {
      ...session,
      revealed,
      used: { ...session.used, reveals: used },
      lastUsedAt: context.clock.now(),
    };
  });
}
