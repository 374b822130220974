import type { Context } from '../context.ts';
import { findPerson } from '../identity/find-person.ts';
import type { Actor } from '../policy/question.ts';
import type { DelegationVerdict } from '../policy/verdict.ts';
import { approvalsGiven } from './approvals-given.ts';
import { askPolicy } from './ask-policy.ts';
import type { Delegation } from './delegation.ts';
import type { DelegationSession } from './details.ts';

export interface Judging {
  stage: 'issue' | 'use';
  /** With the roles of this moment, not those of the request. */
  actor: Actor;
  details?: readonly DelegationSession[];
}

/** What policy says now of a delegation that was granted: signers, subject and actor as they are today. */
export async function judgeGrant(
  context: Context,
  delegation: Delegation,
  { stage, actor, details = delegation.effective }: Judging,
): Promise<DelegationVerdict> {
  const subject = await findPerson(context.reader, delegation.subjectId);
  if (!subject) throw new Error(`${delegation.id} has no subject.`);
  const { consent } = delegation;
  const given = subject.enabled && consent?.decision === 'give' && consent.withdrawnAt === undefined;
  const actions = [...new Set(delegation.effective.flatMap((item) => item.actions))];
  return askPolicy(context, {
    stage,
    actor,
    subject,
    details,
    emergency: delegation.emergency,
    approvals: await approvalsGiven(context, delegation),
    filedAt: delegation.createdAt,
    ...(consent ? { consent: { given, actions } } : {}),
  });
}
