import { offerAnswer } from '../../campaigns/answer-item.ts';
import type { Context } from '../../context.ts';
import { buildStatement, type StatementInput } from '../../delegation/build-statement.ts';
import { offerDeclaration } from '../../delegation/declare-emergency.ts';
import { Refusal } from '../../errors.ts';
import { offerFinding } from '../../governance/reviews/record-finding.ts';
import type { Principal } from '../../identity/principal.ts';
import type { OfferedStatement } from '../../signing/offer-statement.ts';
import { type Decision, decisions, type Kind } from '../../signing/statement.ts';

type Asked = Omit<StatementInput, 'kind'> & { kind: Kind };

function oneOf<K extends Kind>(kind: K, decision: Decision): (typeof decisions)[K][number] {
  const known: readonly Decision[] = decisions[kind];
  if (known.includes(decision)) return decision as (typeof decisions)[K][number];
  throw new Refusal('wrong_decision', `A statement of kind ${kind} cannot say ${decision}.`, { status: 400 });
}

type ReviewDecision = (typeof decisions)['review'][number];

/** A finding about an access that is over, or an answer in a campaign: told apart by what it is about. */
function offerReview(
  context: Context,
  principal: Principal,
  { target: id, decision, comment = '' }: Asked & { decision: ReviewDecision },
): Promise<OfferedStatement> {
  const isItem = id.startsWith('rvi_');
  if (decision === 'keep' || decision === 'remove' || decision === 'wrong') {
    if (isItem) return offerAnswer(context, { principal, input: { id, answer: decision, comment } });
  } else if (!isItem) {
    return offerFinding(context, { principal, finding: { id, decision, comment } });
  }
  throw new Refusal('wrong_decision', `Of this nobody can say ${decision}.`, { status: 400 });
}

/** What a statement of each kind is about, and who may sign it, is known where it is decided. */
export async function offer(context: Context, principal: Principal, asked: Asked): Promise<OfferedStatement> {
  const { kind, target, decision } = asked;
  switch (kind) {
    case 'approval':
    case 'consent':
      return buildStatement(context, { principal, statement: { ...asked, kind } });
    case 'emergency':
      oneOf(kind, decision);
      return offerDeclaration(context, { principal, hash: target });
    case 'review':
      return offerReview(context, principal, { ...asked, decision: oneOf(kind, decision) });
  }
}
