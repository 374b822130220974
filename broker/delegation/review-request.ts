import type { Entry } from '../audit/event.ts';
import { type Write, write } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { insertInto } from '../db/build.ts';
import { sqlState } from '../db/retry.ts';
import { decisionOn } from '../decisions/decision.ts';
import { recordingDecision } from '../decisions/store.ts';
import { Refusal } from '../errors.ts';
import { findPerson } from '../identity/find-person.ts';
import type { Principal } from '../identity/principal.ts';
import { type EntryId, newId } from '../ids.ts';
import { nextNotice } from '../policy/waiting.ts';
import { signableText } from '../signing/signable-text.ts';
import type { Signature, Signed } from '../signing/statement.ts';
import { takeStatement } from '../signing/take-statement.ts';
import { actorNow } from './actor-now.ts';
import { afterGrant } from './after-grant.ts';
import type { Consequences } from './alongside.ts';
import { approvalsGiven, noEarlierThan } from './approvals-given.ts';
import { askPolicy } from './ask-policy.ts';
import { aboutDelegation, checkNarrowing, signatureRule } from './build-statement.ts';
import { type Delegation, latestStart, type Review } from './delegation.ts';
import { type DelegationSession, intersect } from './details.ts';
import { settle } from './issue-grant.ts';
import { checkLaterStart, signedNarrowing } from './later-start.ts';
import { next, type State } from './lifecycle.ts';
import { requireMaySign, requireOffererMay } from './may-sign.ts';
import { refuseIfDenied } from './refuse-if-denied.ts';
import { changedMeanwhile, retryLostRaces } from './retry-lost-races.ts';
import { reviews } from './tables.ts';
import { refuseClosedTicket, ticketOpen } from './tickets.ts';
import { readDelegation } from './visible.ts';
import { moveDelegation } from './writes.ts';

export interface ReviewInput {
  id: string;
  decision: 'approve' | 'deny' | 'ask';
  narrowed?: DelegationSession[];
  notBefore?: Date;
  comment?: string;
  signed: Signed;
}

const ENTRY = { approve: 'approval.given', deny: 'approval.refused', ask: 'approval.questioned' } as const;
const UNIQUE_VIOLATION = '23505';

export function refuseUnlessPending(delegation: Delegation): void {
  if (delegation.state.status !== 'pending')
    throw new Refusal(
      'not_pending',
      `This request is ${delegation.state.status}; nothing can be decided any more.`,
    );
}

function narrowing(delegation: Delegation, narrowed: DelegationSession[] | undefined): DelegationSession[] {
  if (!narrowed) return delegation.effective;
  const effective = intersect(delegation.effective, narrowed);
  if (effective.length === 0)
    throw new Refusal(
      'nothing_left',
      'Together with what others have left out, nothing would remain. Deny it instead.',
      {
        status: 409,
      },
    );
  return effective;
}

async function decide(
  context: Context,
  principal: Principal & { person: string },
  input: ReviewInput & { comment: string },
  signature: Signature,
): Promise<Delegation> {
  const delegation = await readDelegation(context, { principal, id: input.id });
  refuseUnlessPending(delegation);
  if (input.decision === 'approve') await refuseClosedTicket(context, delegation.requested);
  const now = context.clock.now();
  checkLaterStart(delegation, input.notBefore, now);
  const earlier = await approvalsGiven(context, delegation);
  const permitted = await requireMaySign(context, principal, delegation, input.decision, earlier);

  const review: Omit<Review, 'answer'> = {
    id: newId('rev', now.getTime()),
    revision: delegation.revision,
    signerId: principal.id,
    signerPerson: principal.person,
    decision: input.decision,
    ...(input.narrowed ? { narrowed: input.narrowed } : {}),
    ...(input.notBefore ? { notBefore: input.notBefore } : {}),
    comment: input.comment,
    signature,
    signedAt: now,
  };
  const reviewed: Delegation = { ...delegation, reviews: [...delegation.reviews, review] };
  if (input.decision === 'approve') {
    reviewed.effective = narrowing(delegation, input.narrowed);
    const notBefore = latestStart(delegation.askedNotBefore, reviewed.reviews);
    if (notBefore) reviewed.clocks = { ...delegation.clocks, notBefore };
  }

  const reviewedEntry: Entry = {
    type: ENTRY[input.decision],
    actor: principal.id,
    subject: delegation.subjectId,
    delegation: delegation.id,
    target: review.id,
    policyVersion: context.policy.version,
    hashes: {
      details: delegation.detailsHash,
      statement: signature.challenge,
      question: permitted.questionHash,
    },
    facts: {
      revision: delegation.revision,
      narrowed: input.narrowed !== undefined,
      later: input.notBefore !== undefined,
      method: signature.method,
    },
    detail: {
      comment: input.comment,
      ...(input.narrowed ? { narrowed: input.narrowed } : {}),
      ...(input.notBefore ? { not_before: input.notBefore.toISOString() } : {}),
    },
  };
  let entries = [reviewedEntry];
  let state: State = delegation.state;
  let grantEntry: EntryId | undefined;
  let after: Consequences = { writes: [], entries: [] };
  let remindAt: Date | null | undefined;
  const decisions = [permitted];
  if (input.decision === 'deny') {
    const by = { kind: 'admin', id: principal.id } as const;
    const reason = input.comment ? { reason: input.comment } : {};
    state = next(delegation.state, { type: 'refused', by, ...reason }, delegation.clocks, now) ?? state;
  }
  if (input.decision === 'approve') {
    const at = noEarlierThan(earlier.at(-1)?.at ?? now, now);
    const approval = { person: principal.person, groups: principal.groups, at };
    await requireOffererMay(context, delegation);
    const subject = await findPerson(context.reader, delegation.subjectId);
    if (!subject) throw new Error(`${delegation.id} has no subject.`);
    const verdict = await askPolicy(context, {
      stage: 'request',
      actor: await actorNow(context, delegation),
      subject,
      details: reviewed.effective,
      emergency: delegation.emergency,
      approvals: [...earlier, approval],
      filedAt: delegation.createdAt,
      behind: delegation.behindPerson,
    });
    const asked = decisionOn(context, verdict, { delegation: delegation.id });
    refuseIfDenied(asked, verdict, reviewed.effective);
    decisions.push(asked);
    const settled = settle(reviewed, verdict, now);
    remindAt = nextNotice(verdict.approvals, now) ?? null;
    if (settled) {
      state = settled.delegation.state;
      grantEntry = settled.delegation.grantEntry;
      entries = [{ ...reviewedEntry, id: settled.causeId }, settled.entry];
      after = afterGrant(context, settled.delegation, verdict.obligations);
    }
  }
  const { signature: signed, ...its } = review;
  const row = {
    ...its,
    ...signed,
    delegationId: delegation.id,
    sequence: delegation.changes,
    narrowed: input.narrowed ?? null,
    notBefore: input.notBefore ?? null,
  };
  const { clocks, effective } = reviewed;
  const onlyIf = input.decision === 'approve' ? { onlyIf: ticketOpen(delegation.requested) } : {};
  const writes: Write[] = [
    write(
      moveDelegation(delegation, { state, effective, grantEntry, clocks, remindAt, ...onlyIf }, context),
      {
        rows: 1,
        otherwise: changedMeanwhile(),
      },
    ),
    write(insertInto(reviews).values({ ...row, seal: context.seals.of('reviews', row) }), {
      rows: 1,
      otherwise: changedMeanwhile(),
    }),
    ...after.writes,
    ...decisions.map(recordingDecision),
  ];
  await context.record({ writes, entries: [...entries, ...after.entries] });
  return { ...reviewed, ...(grantEntry ? { grantEntry } : {}), state, changes: delegation.changes + 1 };
}

/** One signature under a request: yes, no, or a question. */
export async function reviewRequest(
  context: Context,
  { principal, review }: { principal: Principal; review: ReviewInput },
): Promise<Delegation> {
  const { person } = principal;
  if (principal.domain !== 'admin' || !person)
    throw new Refusal('wrong_domain', 'Only approvers whose person is known may sign.', { status: 403 });
  const comment = signableText(review.comment ?? '', 'comment', { min: 0, max: 2000 });
  const delegation = await readDelegation(context, { principal, id: review.id });
  checkNarrowing(review.narrowed, delegation.requested);
  if (review.notBefore && review.decision !== 'approve')
    throw new Refusal('wrong_decision', 'Only who approves can set a later start.', { status: 400 });
  const deciding = {
    kind: 'approval',
    decision: review.decision,
    ...aboutDelegation(delegation),
    narrowed: signedNarrowing(review.narrowed, review.notBefore),
    comment,
    signer: principal.id,
    as: signatureRule(context, 'approval', delegation),
  } as const;
  const signature = await takeStatement(context, review.signed, deciding, principal);
  try {
    return await retryLostRaces(() =>
      decide(context, { ...principal, person }, { ...review, comment }, signature),
    );
  } catch (error) {
    if (sqlState(error) !== UNIQUE_VIOLATION) throw error;
    throw new Refusal('already_signed', 'You have signed this request already.');
  }
}
