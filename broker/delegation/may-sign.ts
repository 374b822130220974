import type { Context } from '../context.ts';
import { type Decision, decisionOnApproval } from '../decisions/decision.ts';
import { Refusal } from '../errors.ts';
import { findPerson } from '../identity/find-person.ts';
import type { Principal } from '../identity/principal.ts';
import type { Approval, ApprovalQuestion } from '../policy/question.ts';
import { type Delegation, requesterOf } from './delegation.ts';
import { mayConsent } from './may-consent.ts';
import { denied } from './refuse-if-denied.ts';

/** Policy's word on this signature, guard rails included; answers with the question as it was put. */
export async function requireMaySign(
  context: Context,
  principal: Principal,
  delegation: Delegation,
  decision: ApprovalQuestion['decision'],
  earlier: readonly Approval[],
): Promise<Decision> {
  const subject = await findPerson(context.reader, delegation.subjectId);
  const giver = delegation.offer && (await findPerson(context.reader, delegation.offer.customerId));
  if (giver?.person !== undefined && giver.person === principal.person)
    throw new Refusal('approval_not_permitted', 'Nobody approves what they have offered themselves.', {
      status: 403,
    });
  const question: ApprovalQuestion = {
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
      requester: requesterOf(delegation),
      subject: { id: delegation.subjectId, ...(subject?.person ? { person: subject.person } : {}) },
      flows: delegation.obligations.approvals,
      filedAt: delegation.createdAt,
    },
    earlier,
  };
  const verdict = context.policy.decideApproval(question);
  const answered = decisionOnApproval(context, question, verdict);
  if (verdict.decision === 'allow') return answered;
  throw denied(answered, verdict, 'approval_not_permitted');
}

/** What was offered stands on the offerer's word, until the last signature is in as well. */
export async function requireOffererMay(context: Context, { offer, requested }: Delegation): Promise<void> {
  if (!offer) return;
  const giver = await findPerson(context.reader, offer.customerId);
  if (giver?.enabled && (await mayConsent(context, offer.customerId, requested))) return;
  throw new Refusal(
    'offer_not_valid',
    'Whoever offered this may no longer consent for the account; it can only be denied.',
  );
}
