import type { Entry } from '../audit/event.ts';
import { write } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { insertInto } from '../db/build.ts';
import { decisionOn } from '../decisions/decision.ts';
import { PolicyRefusal } from '../decisions/policy-refusal.ts';
import { recordingDecision } from '../decisions/store.ts';
import { Refusal } from '../errors.ts';
import { findPerson } from '../identity/find-person.ts';
import type { Principal } from '../identity/principal.ts';
import type { Signature, Signed } from '../signing/statement.ts';
import { takeStatement } from '../signing/take-statement.ts';
import { actorNow } from './actor-now.ts';
import { afterGrant } from './after-grant.ts';
import { approvalsGiven } from './approvals-given.ts';
import { askPolicy } from './ask-policy.ts';
import { aboutDelegation, checkNarrowing, signatureRule } from './build-statement.ts';
import type { ConsentAnswer, Delegation } from './delegation.ts';
import { type DelegationSession, intersect } from './details.ts';
import { settle } from './issue-grant.ts';
import { next } from './lifecycle.ts';
import { isInsider, mayConsent } from './may-consent.ts';
import { denied } from './refuse-if-denied.ts';
import { changedMeanwhile, retryLostRaces } from './retry-lost-races.ts';
import { refuseUnlessPending } from './review-request.ts';
import { consents } from './tables.ts';
import { refuseClosedTicket, ticketOpen } from './tickets.ts';
import { readDelegation } from './visible.ts';
import { moveDelegation } from './writes.ts';

export interface AnswerInput {
  id: string;
  decision: 'give' | 'refuse';
  narrowed?: DelegationSession[];
  signed: Signed;
}

/** The customer's signature is a further person's: never the actor's own, an approver's, or one of the staff's. */
async function refuseInsider(context: Context, principal: Principal, delegation: Delegation): Promise<void> {
  const signer = await findPerson(context.reader, principal.id);
  const inside = isInsider(delegation, signer?.person);
  if (inside || signer?.marks.includes('staff'))
    throw new Refusal('may_not_consent', 'You may not consent for this account.', {
      status: 403,
      detail: inside ? 'the consenter signed or acts already' : 'the consenter is staff',
    });
}

async function asPolicySees(
  context: Context,
  delegation: Delegation,
  stage: 'request' | 'issue',
  effective: DelegationSession[],
) {
  const subject = await findPerson(context.reader, delegation.subjectId);
  if (!subject?.enabled) throw new Refusal('subject_unknown', 'There is no such customer.', { status: 404 });
  const consent = { given: true, actions: [...new Set(effective.flatMap(({ actions }) => actions))] };
  return askPolicy(context, {
    stage,
    actor: await actorNow(context, delegation),
    subject,
    details: effective,
    emergency: delegation.emergency,
    approvals: await approvalsGiven(context, delegation),
    filedAt: delegation.createdAt,
    behind: delegation.behindPerson,
    ...(stage === 'issue' ? { consent } : {}),
  });
}

async function grant(context: Context, delegation: Delegation, answer: ConsentAnswer) {
  const effective = answer.narrowed ? intersect(delegation.effective, answer.narrowed) : delegation.effective;
  if (effective.length === 0)
    throw new Refusal(
      'nothing_left',
      'Together with what the approvers have left out, nothing would remain. Refuse it instead.',
    );
  const verdict = await asPolicySees(context, delegation, 'issue', effective);
  const settled = settle({ ...delegation, effective, consent: answer }, verdict, context.clock.now());
  const decision = decisionOn(context, verdict, { delegation: delegation.id });
  if (!settled) throw denied(decision, verdict);
  return { ...settled, decision, after: afterGrant(context, settled.delegation, verdict.obligations) };
}

/** A mailed code that confirmed it is told with where it was mailed, masked. */
function detailOf({ narrowed }: AnswerInput, { proof }: Signature): Pick<Entry, 'detail'> {
  const sentTo = proof && 'sent_to' in proof ? proof.sent_to : undefined;
  if (narrowed === undefined && sentTo === undefined) return {};
  return { detail: { ...(narrowed ? { narrowed } : {}), ...(sentTo ? { confirmed_at: sentTo } : {}) } };
}

async function decide(
  context: Context,
  principal: Principal,
  input: AnswerInput,
  signature: Signature,
): Promise<Delegation> {
  const delegation = await readDelegation(context, { principal, id: input.id });
  refuseUnlessPending(delegation);
  if (!(await mayConsent(context, principal.id, delegation.requested)))
    throw new Refusal('may_not_consent', 'You may not consent for this account.', { status: 403 });
  if (input.decision === 'give') {
    await refuseClosedTicket(context, delegation.requested);
    await refuseInsider(context, principal, delegation);
    const asked = await asPolicySees(context, delegation, 'request', delegation.effective);
    if (!asked.approvals.complete)
      throw new PolicyRefusal(
        decisionOn(context, asked, { delegation: delegation.id }),
        'approvals_open',
        'The approvals are not complete yet; your consent is asked for after them.',
      );
  }

  const now = context.clock.now();
  const answer: ConsentAnswer = {
    signerId: principal.id,
    decision: input.decision,
    ...(input.narrowed ? { narrowed: input.narrowed } : {}),
    signature,
    signedAt: now,
  };
  const answered: Entry = {
    type: input.decision === 'give' ? 'consent.given' : 'consent.refused',
    actor: principal.id,
    subject: delegation.subjectId,
    delegation: delegation.id,
    policyVersion: context.policy.version,
    hashes: { details: delegation.detailsHash, statement: signature.challenge },
    facts: {
      revision: delegation.revision,
      narrowed: input.narrowed !== undefined,
      method: signature.method,
    },
    ...detailOf(input, signature),
  };
  const by = { kind: 'customer', id: principal.id } as const;
  const outcome =
    input.decision === 'give'
      ? await grant(context, delegation, answer)
      : {
          delegation: {
            ...delegation,
            consent: answer,
            state: next(delegation.state, { type: 'refused', by }, delegation.clocks, now),
          },
          causeId: undefined,
          entry: null,
          after: { writes: [], entries: [] },
          decision: undefined,
        };
  const { decision } = outcome;
  if (decision) answered.hashes = { ...answered.hashes, question: decision.questionHash };
  const { state } = outcome.delegation;
  if (!state) throw changedMeanwhile();
  const result: Delegation = { ...outcome.delegation, state, changes: delegation.changes + 1 };
  const otherwise = changedMeanwhile();
  const row = {
    delegationId: delegation.id,
    signerId: principal.id,
    decision: input.decision,
    narrowed: input.narrowed ?? null,
    ...signature,
    signedAt: now,
  };
  await context.record({
    writes: [
      write(
        moveDelegation(
          delegation,
          {
            state,
            effective: result.effective,
            grantEntry: result.grantEntry,
            ...(outcome.entry ? { onlyIf: ticketOpen(delegation.requested) } : {}),
          },
          context,
        ),
        { rows: 1, otherwise },
      ),
      write(insertInto(consents).values({ ...row, seal: context.seals.of('consents', row) }), {
        rows: 1,
        otherwise,
      }),
      ...outcome.after.writes,
      ...(decision ? [recordingDecision(decision)] : []),
    ],
    entries: outcome.entry
      ? [{ ...answered, id: outcome.causeId }, outcome.entry, ...outcome.after.entries]
      : [answered],
  });
  return result;
}

/** The customer's yes, to all or to less, or no. */
export async function answerConsent(
  context: Context,
  { principal, answer }: { principal: Principal; answer: AnswerInput },
): Promise<Delegation> {
  if (principal.domain !== 'customer')
    throw new Refusal('wrong_domain', 'Only customers consent.', { status: 403 });
  const delegation = await readDelegation(context, { principal, id: answer.id });
  checkNarrowing(answer.narrowed, delegation.requested);
  const deciding = {
    kind: 'consent',
    decision: answer.decision,
    ...aboutDelegation(delegation),
    narrowed: answer.narrowed,
    signer: principal.id,
    as: signatureRule(context, 'consent', delegation),
  } as const;
  const signature = await takeStatement(context, answer.signed, deciding, principal);
  return retryLostRaces(() => decide(context, principal, answer, signature));
}
