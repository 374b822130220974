import { resolveAlerts } from '../../alerts/store.ts';
import { type Write, write } from '../../audit/record.ts';
import type { Context } from '../../context.ts';
import { sqlState } from '../../db/retry.ts';
import { changedMeanwhile, retryLostRaces } from '../../delegation/retry-lost-races.ts';
import { notFound, Refusal } from '../../errors.ts';
import { findPerson } from '../../identity/find-person.ts';
import type { Principal } from '../../identity/principal.ts';
import { newId } from '../../ids.ts';
import { postReviewRule } from '../../policy/bundle.ts';
import { type OfferedStatement, offerStatement } from '../../signing/offer-statement.ts';
import { signableText } from '../../signing/signable-text.ts';
import type { Signature, Signed, StatementParts } from '../../signing/statement.ts';
import { takeStatement } from '../../signing/take-statement.ts';
import {
  type Finding,
  type FindingDecision,
  type PostReview,
  reviewedHash,
  tookPart,
  verdictOf,
} from './post-review.ts';
import { findReview, insertFinding, moveReview } from './store.ts';

const COMMENT = { min: 10, max: 2000 };
const UNIQUE_VIOLATION = '23505';

interface FindingInput {
  id: string;
  decision: FindingDecision;
  comment: string;
}

const alreadyFound = () => new Refusal('already_reviewed', 'You have said what you found already.');

/** Two who took no part, of the groups that policy names, each once: compared by person. */
async function readReviewable(
  context: Context,
  principal: Principal,
  id: string,
): Promise<{ review: PostReview; person: string }> {
  const { person } = principal;
  if (principal.domain !== 'admin' || !person)
    throw new Refusal('wrong_domain', 'Only admins whose person is known may review.', { status: 403 });
  const review = await findReview(context.reader, id, context.clock);
  if (!review) throw notFound();
  const { delegation, state, findings } = review;
  if (state.status === 'decided')
    throw new Refusal('already_decided', 'This review is done; what was found stands.');
  if (delegation.state.status === 'granted')
    throw new Refusal('not_over', 'The access is not over yet; review it afterwards.');
  const { from } = postReviewRule(context.policy.bundle);
  if (!principal.groups.some((group) => from.includes(group)))
    throw new Refusal('not_a_reviewer', `This is reviewed by ${from.join(' or ')}.`, { status: 403 });
  const subject = await findPerson(context.reader, delegation.subjectId);
  if (tookPart(delegation, subject?.person).has(person))
    throw new Refusal('took_part', 'You took part in this; it is reviewed by people who did not.', {
      status: 403,
    });
  if (findings.some(({ reviewerPerson }) => reviewerPerson === person)) throw alreadyFound();
  return { review, person };
}

function parts(review: PostReview, { decision, comment }: FindingInput, signer: string): StatementParts {
  const { delegation } = review;
  return {
    kind: 'review',
    decision,
    about: { target: delegation.id },
    detailsHash: reviewedHash(delegation),
    comment,
    signer,
  };
}

/** What a reviewer would sign. Changes nothing. */
export async function offerFinding(
  context: Context,
  { principal, finding }: { principal: Principal; finding: FindingInput },
): Promise<OfferedStatement> {
  const comment = signableText(finding.comment, 'comment', COMMENT);
  const { review } = await readReviewable(context, principal, finding.id);
  return offerStatement(context, parts(review, { ...finding, comment }, principal.id));
}

async function decide(
  context: Context,
  principal: Principal,
  input: FindingInput,
  signature: Signature,
): Promise<PostReview> {
  const { review, person } = await readReviewable(context, principal, input.id);
  const { delegation } = review;
  const now = context.clock.now();
  const finding: Finding = {
    id: newId('fnd', now.getTime()),
    reviewerId: principal.id,
    reviewerPerson: person,
    decision: input.decision,
    comment: input.comment,
    challenge: signature.challenge,
    signedAt: now,
  };
  const findings = [...review.findings, finding];
  const verdict = verdictOf(findings.map(({ decision }) => decision));
  const decided = findings.length >= review.needed ? { verdict, decidedAt: now } : undefined;
  const about = { actor: principal.id, subject: delegation.subjectId, delegation: delegation.id };
  const late = now >= review.dueAt;
  const settling: Write[] = decided
    ? [
        write(
          resolveAlerts(
            delegation.id,
            ['emergency_granted', 'emergency_opened', 'review_overdue'],
            context.clock.sql,
          ),
          { rows: 'any', otherwise: changedMeanwhile() },
        ),
      ]
    : [];
  await context.record({
    writes: [
      write(moveReview(review, decided), { rows: 1, otherwise: changedMeanwhile() }),
      write(insertFinding(delegation.id, finding, signature), { rows: 1, otherwise: changedMeanwhile() }),
      ...settling,
    ],
    entries: [
      {
        ...about,
        type: 'review.found',
        target: finding.id,
        policyVersion: context.policy.version,
        hashes: { details: delegation.detailsHash, statement: signature.challenge },
        facts: { decision: input.decision },
        detail: { comment: input.comment },
      },
      ...(decided ? [{ ...about, type: 'review.decided', facts: { verdict, late } }] : []),
    ],
  });
  return {
    ...review,
    changes: review.changes + 1,
    findings,
    ...(decided ? { state: { status: 'decided' as const, ...decided } } : {}),
  };
}

/** What one reviewer found, signed; the last one that is needed decides the review. */
export async function recordFinding(
  context: Context,
  { principal, finding }: { principal: Principal; finding: FindingInput & { signed: Signed } },
): Promise<PostReview> {
  const comment = signableText(finding.comment, 'comment', COMMENT);
  const { review } = await readReviewable(context, principal, finding.id);
  const input = { ...finding, comment };
  const said = parts(review, input, principal.id);
  const signature = await takeStatement(context, finding.signed, said, principal);
  try {
    return await retryLostRaces(() => decide(context, principal, input, signature));
  } catch (error) {
    if (sqlState(error) !== UNIQUE_VIOLATION) throw error;
    throw alreadyFound();
  }
}
