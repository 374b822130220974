import type { Context } from '../context.ts';
import { findPerson } from '../identity/find-person.ts';
import type { FlowState } from '../policy/verdict.ts';
import { approvalsGiven } from './approvals-given.ts';
import type { Asking } from './blocks.ts';
import { requesterOf } from './delegation.ts';
import type { DescribedDelegation } from './describe.ts';
import { type EligibleStage, eligibleFor, openStages } from './eligible.ts';
import type { ReadRequest } from './read-request.ts';

const known = (id: string, person: string | undefined) => ({ id, ...(person ? { person } : {}) });

/** Who could sign what is open of a request now; nothing of one that is decided. */
export async function eligibleNow(
  context: Context,
  { delegation, approvals }: Pick<DescribedDelegation, 'delegation' | 'approvals'>,
): Promise<EligibleStage[]> {
  const stages = openStages(approvals);
  if (delegation.state.status !== 'pending' || stages.length === 0) return [];
  const subject = await findPerson(context.reader, delegation.subjectId);
  const request = {
    id: delegation.id,
    emergency: delegation.emergency,
    requester: requesterOf(delegation),
    subject: known(delegation.subjectId, subject?.person),
    flows: delegation.obligations.approvals,
    filedAt: delegation.createdAt,
  };
  return eligibleFor(context, request, stages, await approvalsGiven(context, delegation));
}

/** The same of a request that nobody has filed. */
export function eligibleThen(
  context: Context,
  { asking, subject }: Pick<ReadRequest, 'subject'> & { asking: Asking },
  asked: { emergency: boolean; flows: readonly string[]; approvals: FlowState },
): Promise<EligibleStage[]> {
  const request = {
    id: 'dlg_preview',
    emergency: asked.emergency,
    requester: known(asking.id, asking.person),
    subject: known(subject.id, subject.person),
    flows: asked.flows,
    filedAt: context.clock.now(),
  };
  return eligibleFor(context, request, openStages(asked.approvals));
}
