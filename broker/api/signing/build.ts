import { offerAnswer } from '../../campaigns/answer-item.ts';
import type { Context } from '../../context.ts';
import { buildStatement, type StatementInput } from '../../delegation/build-statement.ts';
import { offerDeclaration } from '../../delegation/declare-emergency.ts';
import { Refusal } from '../../errors.ts';
import { offerFinding } from '../../governance/reviews/record-finding.ts';
import { buildActivation } from '../../governance/sign-activation.ts';
import type { Principal } from '../../identity/principal.ts';
import { insufficientScope } from '../../oauth/challenge.ts';
import { buildChangeDecision } from '../../oauth/clients/changes/sign-change.ts';
import type { OfferedStatement } from '../../signing/offer-statement.ts';
import { buildEnrolmentStatement } from '../../signing/passkeys/build-enrolment-statement.ts';
import { type Decision, decisions, type Kind } from '../../signing/statement.ts';

type Asked = Omit<StatementInput, 'kind'> & { kind: Kind; replay?: string };

/** Of a domain that signs statements of this kind, only whoever holds one of these scopes. */
const scopes: Record<Kind, Partial<Record<Principal['domain'], readonly string[]>>> = {
  approval: { admin: ['delegation.approve'] },
  consent: { customer: ['consent.give'] },
  activation: { admin: ['policy.activate'] },
  enrolment: {},
  emergency: { support: ['delegation.request'] },
  review: { admin: ['review.sign'] },
  client: { admin: ['client.manage'] },
};

function requireScope(context: Context, { domain, scopes: held, jkt }: Principal, kind: Kind): void {
  const needed = scopes[kind][domain];
  if (needed === undefined || needed.some((scope) => held.includes(scope))) return;
  throw insufficientScope(context.config.issuer, jkt === undefined ? 'Bearer' : 'DPoP', needed);
}

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
  const { kind, target, comment, replay } = asked;
  requireScope(context, principal, kind);
  const decision = oneOf(kind, asked.decision);
  if (asked.narrowed && kind !== 'approval' && kind !== 'consent')
    throw new Refusal('nothing_to_narrow', 'This is decided as a whole.', { status: 400 });
  if (replay !== undefined && kind !== 'activation')
    throw new Refusal('no_replay', 'Only a proposed policy version has a replay.', { status: 400 });
  switch (kind) {
    case 'approval':
    case 'consent':
      return buildStatement(context, { principal, statement: { ...asked, kind } });
    case 'activation':
      return buildActivation(context, {
        principal,
        id: target,
        decision: oneOf(kind, decision),
        comment,
        replay,
      });
    case 'enrolment':
      return buildEnrolmentStatement(context, { principal, target, decision });
    case 'emergency':
      return offerDeclaration(context, { principal, hash: target });
    case 'review':
      return offerReview(context, principal, { ...asked, decision: oneOf(kind, decision) });
    case 'client':
      return buildChangeDecision(context, {
        principal,
        id: target,
        decision: oneOf(kind, decision),
        comment,
      });
  }
}
