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
import { risksOf } from '../policy/bundle.ts';
import { signableText } from '../signing/signable-text.ts';
import type { Session } from './session.ts';
import { readSession } from './visible.ts';
import { setLevel } from './writes.ts';

export function refuseUnlessOwn({ domain }: Principal): void {
  if (domain !== 'support' && domain !== 'service')
    throw new Refusal('wrong_domain', 'Only who is in the session can do this in it.', { status: 403 });
}

export function refuseUnlessLive({ state }: Session): void {
  if (state.status === 'ended') throw new Refusal('session_ended', 'This session is over.');
}

/** From looking to changing: with a reason, and as policy says of every change that was granted. */
export async function raiseSession(
  context: Context,
  { principal, sid, reason }: { principal: Principal; sid: string; reason: string },
): Promise<Session> {
  refuseUnlessOwn(principal);
  const why = signableText(reason, 'reason', { min: 1, max: 500 });
  return retryLostRaces(async () => {
    const session = await readSession(context, { principal, sid });
    refuseUnlessLive(session);
    if (session.level === 'write')
      throw new Refusal('already_raised', 'This session may change things already.');
    const { delegation } = session;
    const risks = risksOf(context.policy.bundle);
    const changing = delegation.effective.flatMap((item) => {
      const actions = item.actions.filter((action) => risks.get(action) !== 'read');
      return actions.length === 0 ? [] : [{ ...item, actions }];
    });
    if (changing.length === 0)
      throw new Refusal('nothing_to_raise', 'Nothing but looking was granted; ask for a new delegation.', {
        status: 403,
      });
    const verdict = await judgeGrant(context, delegation, {
      stage: 'issue',
      actor: actorOf(principal),
      details: changing,
    });
    const decision = decisionOn(context, verdict, { delegation: delegation.id, session: session.id });
    if (verdict.decision === 'deny') throw denied(decision, verdict);
    await context.record({
      writes: [
        write(setLevel(session, 'write', context), {
          rows: 1,
          otherwise: changedMeanwhile(),
        }),
        recordingDecision(decision),
      ],
      entries: [
        {
          type: 'session.raised',
          actor: session.actorId,
          subject: session.subjectId,
          delegation: delegation.id,
          session: session.id,
          policyVersion: verdict.policyVersion,
          hashes: { question: decision.questionHash },
          facts: { level: 'write' },
          detail: { reason: why },
        },
      ],
    });
    return { ...session, level: 'write', lastUsedAt: context.clock.now() };
  });
}
