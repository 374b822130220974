import { write } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { notFound, Refusal } from '../errors.ts';
import type { Principal } from '../identity/principal.ts';
import { type OfferedStatement, offerStatement } from '../signing/offer-statement.ts';
import { signableText } from '../signing/signable-text.ts';
import type { Signed, StatementParts } from '../signing/statement.ts';
import { takeStatement } from '../signing/take-statement.ts';
import { type CampaignItem, type ItemAnswer, itemHash } from './campaign.ts';
import { reviewables, type Steward, stewardOf } from './reviewable.ts';
import { answerItem as answered, findItem } from './store.ts';

interface AnswerInput {
  id: string;
  answer: ItemAnswer;
  comment: string;
}

const tooLate = () => new Refusal('already_answered', 'This was answered already, or its time is over.');

const says: Record<Steward, string> = {
  'review.manage': 'Whoever manages reviews answers for it.',
  'people.manage': 'Whoever manages people answers for it.',
};

/** Its owner says; where no owner can, whoever manages reviews or people and is not the one it is about. */
async function readAnswerable(context: Context, principal: Principal, id: string): Promise<CampaignItem> {
  const { person, domain, scopes } = principal;
  if (domain !== 'admin' || !person)
    throw new Refusal('wrong_domain', 'Only admins whose person is known may answer.', { status: 403 });
  const found = await findItem(context.reader, id, context.clock.now());
  if (!found) throw notFound();
  const { item } = found;
  if (item.state.status !== 'open') throw tooLate();
  if (item.ownerPerson !== null && item.ownerPerson !== person)
    throw new Refusal('not_the_owner', 'Its owner answers for it.', { status: 403 });
  const steward = stewardOf(item);
  if (steward !== undefined && !scopes.includes(steward))
    throw new Refusal('not_the_owner', says[steward], { status: 403 });
  if (steward !== undefined && item.concernsPerson === person)
    throw new Refusal('about_yourself', 'This is about yourself; somebody else answers.', { status: 403 });
  return item;
}

function parts(item: CampaignItem, { answer, comment }: AnswerInput, signer: string): StatementParts {
  const about = { target: item.id };
  return { kind: 'review', decision: answer, about, detailsHash: itemHash(item), comment, signer };
}

const commentOf = ({ answer, comment }: AnswerInput): string =>
  signableText(comment, 'comment', { min: answer === 'keep' ? 0 : 3, max: 2000 });

/** What the one who answers would sign. Changes nothing. */
export async function offerAnswer(
  context: Context,
  { principal, input }: { principal: Principal; input: AnswerInput },
): Promise<OfferedStatement> {
  const comment = commentOf(input);
  const item = await readAnswerable(context, principal, input.id);
  return offerStatement(context, parts(item, { ...input, comment }, principal.id));
}

/** Keep, remove, or wrong as it stands; signed, and once. */
export async function answerItem(
  context: Context,
  { principal, input }: { principal: Principal; input: AnswerInput & { signed: Signed } },
): Promise<CampaignItem> {
  const { answer, signed } = input;
  const comment = commentOf(input);
  const item = await readAnswerable(context, principal, input.id);
  const deciding = parts(item, { ...input, comment }, principal.id);
  const signature = await takeStatement(context, signed, deciding, principal);
  const said = { answer, comment, by: principal.id, signature };
  const restored =
    answer === 'keep'
      ? await reviewables[item.kind].restoring?.(context, { ...item, comment }, principal)
      : undefined;
  await context.record({
    writes: [
      write(answered(item, said, context.clock.sql), { rows: 1, otherwise: tooLate() }),
      ...(restored?.writes ?? []),
    ],
    entries: [
      {
        type: 'campaign.answered',
        actor: principal.id,
        target: item.id,
        hashes: { statement: signature.challenge },
        facts: { campaign: item.campaignId, kind: item.kind, ref: item.ref, answer },
        detail: { comment },
      },
      ...(restored?.entries ?? []),
    ],
  });
  return {
    ...item,
    comment,
    challenge: signature.challenge,
    answeredBy: principal.id,
    answeredAt: context.clock.now(),
    state: { status: 'answered', answer },
  };
}
