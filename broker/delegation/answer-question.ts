import { and, eq, isNull } from 'drizzle-orm';
import { write } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { update } from '../db/build.ts';
import { notFound, Refusal } from '../errors.ts';
import type { Principal } from '../identity/principal.ts';
import { signableText } from '../signing/signable-text.ts';
import { type Delegation, openQuestions, type Review } from './delegation.ts';
import { changedMeanwhile, retryLostRaces } from './retry-lost-races.ts';
import { refuseUnlessPending } from './review-request.ts';
import { reviews } from './tables.ts';
import { readDelegation } from './visible.ts';
import { moveDelegation } from './writes.ts';

export interface QuestionAnswer {
  id: string;
  text: string;
  /** The review that asks; otherwise the oldest question that is open. */
  question?: string;
}

function questionOf(delegation: Delegation, id: string | undefined): Review {
  const open = openQuestions(delegation);
  const found = id === undefined ? open[0] : open.find((review) => review.id === id);
  if (found) return found;
  if (id !== undefined && !delegation.reviews.some((review) => review.id === id && review.decision === 'ask'))
    throw notFound();
  throw new Refusal('nothing_asked', 'No question is open; each is answered once.');
}

async function decide(context: Context, principal: Principal, input: QuestionAnswer): Promise<Delegation> {
  const delegation = await readDelegation(context, { principal, id: input.id });
  refuseUnlessPending(delegation);
  const question = questionOf(delegation, input.question);
  const now = context.clock.now();
  const answered = and(eq(reviews.id, question.id), eq(reviews.decision, 'ask'), isNull(reviews.answer));
  const [asked] = await context.reader.select().from(reviews).where(answered);
  if (!asked || !context.seals.holds('reviews', asked.id, asked)) throw changedMeanwhile();
  const change = { answer: input.text, answeredAt: now };
  const seal = context.seals.of('reviews', { ...asked, ...change });
  await context.record({
    writes: [
      write(moveDelegation(delegation, { state: delegation.state }, context), {
        rows: 1,
        otherwise: changedMeanwhile(),
      }),
      write(
        update(reviews)
          .set({ ...change, seal })
          .where(answered),
        {
          rows: 1,
          otherwise: changedMeanwhile(),
        },
      ),
    ],
    entries: [
      {
        type: 'approval.answered',
        actor: principal.id,
        subject: delegation.subjectId,
        delegation: delegation.id,
        target: question.id,
        policyVersion: context.policy.version,
        hashes: { details: delegation.detailsHash, statement: question.signature.challenge },
        facts: { revision: delegation.revision },
        detail: { question: question.comment, answer: input.text },
      },
    ],
  });
  const answer = { text: input.text, at: now };
  return {
    ...delegation,
    changes: delegation.changes + 1,
    reviews: delegation.reviews.map((review) => (review.id === question.id ? { ...review, answer } : review)),
  };
}

/** The agent tells an approver what was asked for. The clock of the request keeps running meanwhile. */
export async function answerQuestion(
  context: Context,
  { principal, answer }: { principal: Principal; answer: QuestionAnswer },
): Promise<Delegation> {
  if (principal.domain !== 'support' && principal.domain !== 'service')
    throw new Refusal('wrong_domain', 'Only who asked for it can answer.', { status: 403 });
  const text = signableText(answer.text, 'answer', { min: 1, max: 2000 });
  return retryLostRaces(() => decide(context, principal, { ...answer, text }));
}
