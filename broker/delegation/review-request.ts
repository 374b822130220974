import type { Entry } from '../audit/event.ts';
import { type Write, write } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { insertInto } from '../db/build.ts';
import { sqlState } from '../db/retry.ts';
import { Refusal } from '../errors.ts';
import { findPerson } from '../identity/find-person.ts';
import type { Principal } from '../identity/principal.ts';
import { type EntryId, newId } from '../ids.ts';
import type { Approval } from '../policy/question.ts';
import { signableText } from '../signing/signable-text.ts';
import type { Signed } from '../signing/statement.ts';
import { takeStatement } from '../signing/take-statement.ts';
import { actorNow } from './actor-now.ts';
import { approvalsGiven } from './approvals-given.ts';
import { askPolicy } from './ask-policy.ts';
import { aboutDelegation, checkNarrowing } from './build-statement.ts';
import type { Delegation, Review } from './delegation.ts';
import { type DelegationSession, intersect } from './details.ts';
import { settle } from './issue-grant.ts';
import { next, type State } from './lifecycle.ts';
import { refuseIfDenied } from './refuse-if-denied.ts';
import { changedMeanwhile, retryLostRaces } from './retry-lost-races.ts';
import { moveDelegation } from './store.ts';
import { reviews } from './tables.ts';
import { readDelegation } from './visible.ts';

export interface ReviewInput {
  id: string;
  decision: 'approve' | 'deny' | 'ask';
  narrowed?: DelegationSession[];
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

async function refuseUnlessMaySign(
  context: Context,
  principal: Principal,
  delegation: Delegation,
  decision: ReviewInput['decision'],
  earlier: readonly Approval[],
): Promise<void> {
  const subject = await findPerson(context.reader, delegation.subjectId);
  const verdict = context.policy.decideApproval({
    approver: {
      id: principal.id,
      roles: principal.roles,
      groups: principal.groups,
      ...(principal.person ? { person: principal.person } : {}),
    },
    decision,
    throughSession: false,
    now: context.clock.now(),
    delegation: {
      id: delegation.id,
      emergency: delegation.emergency,
      requester: delegation.actor.person
        ? { id: delegation.actor.id, person: delegation.actor.person }
        : { id: delegation.actor.id },
      subject: { id: delegation.subjectId, ...(subject?.person ? { person: subject.person } : {}) },
      flows: delegation.obligations.approvals,
      filedAt: delegation.createdAt,
    },
    earlier,
  });
  if (verdict.decision === 'allow') return;
  throw new Refusal('approval_not_permitted', verdict.reasons.map(({ text }) => text).join(' '), {
    status: 403,
    detail: verdict.internal.map(({ id }) => id).join(' '),
    extra: { reasons: verdict.reasons.map(({ text }) => text) },
  });
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
  challenge: string,
): Promise<Delegation> {
  const delegation = await readDelegation(context, { principal, id: input.id });
  refuseUnlessPending(delegation);
  const now = context.clock.now();
  const earlier = await approvalsGiven(context, delegation);
  await refuseUnlessMaySign(context, principal, delegation, input.decision, earlier);

  const review: Review = {
    id: newId('rev', now.getTime()),
    revision: delegation.revision,
    signerId: principal.id,
    signerPerson: principal.person,
    decision: input.decision,
    ...(input.narrowed ? { narrowed: input.narrowed } : {}),
    comment: input.comment,
    challenge,
    signedAt: now,
  };
  const reviewed: Delegation = { ...delegation, reviews: [...delegation.reviews, review] };
  if (input.decision === 'approve') reviewed.effective = narrowing(delegation, input.narrowed);

  const reviewedEntry: Entry = {
    type: ENTRY[input.decision],
    actor: principal.id,
    subject: delegation.subjectId,
    delegation: delegation.id,
    target: review.id,
    policyVersion: context.policy.version,
    hashes: { details: delegation.detailsHash, statement: challenge },
    facts: { revision: delegation.revision, narrowed: input.narrowed !== undefined },
    detail: { comment: input.comment, ...(input.narrowed ? { narrowed: input.narrowed } : {}) },
  };
  let entries = [reviewedEntry];
  let state: State = delegation.state;
  let grantEntry: EntryId | undefined;
  if (input.decision === 'deny') {
    const by = { kind: 'admin', id: principal.id } as const;
    const reason = input.comment ? { reason: input.comment } : {};
    state = next(delegation.state, { type: 'refused', by, ...reason }, delegation.clocks, now) ?? state;
  }
  if (input.decision === 'approve') {
    const approval = { person: principal.person, groups: principal.groups, at: now };
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
    });
    refuseIfDenied(verdict, reviewed.effective);
    const settled = settle(reviewed, verdict, now);
    if (settled) {
      state = settled.delegation.state;
      grantEntry = settled.delegation.grantEntry;
      entries = [{ ...reviewedEntry, id: settled.causeId }, settled.entry];
    }
  }
  const row = {
    ...review,
    delegationId: delegation.id,
    sequence: delegation.changes,
    narrowed: input.narrowed ?? null,
    statement: input.signed.statement,
    method: input.signed.method,
  };
  const writes: Write[] = [
    write(moveDelegation(delegation, { state, effective: reviewed.effective, grantEntry }, context), {
      rows: 1,
      otherwise: changedMeanwhile(),
    }),
    write(insertInto(reviews).values({ ...row, seal: context.seals.of('reviews', row) }), {
      rows: 1,
      otherwise: changedMeanwhile(),
    }),
  ];
  await context.record({ writes, entries });
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
  const challenge = await takeStatement(context, review.signed, {
    kind: 'approval',
    decision: review.decision,
    ...aboutDelegation(delegation),
    narrowed: review.narrowed,
    comment,
    signer: principal.id,
  });
  try {
    return await retryLostRaces(() =>
      decide(context, { ...principal, person }, { ...review, comment }, challenge),
    );
  } catch (error) {
    if (sqlState(error) !== UNIQUE_VIOLATION) throw error;
    throw new Refusal('already_signed', 'You have signed this request already.');
  }
}
