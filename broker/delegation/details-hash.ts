import { hashOf } from '../audit/event.ts';
import type { Delegation } from './delegation.ts';
import type { DelegationSession } from './details.ts';

export interface DetailsHashed {
  id: string;
  revision: number;
  actor: string;
  subject: string;
  authorization_details: DelegationSession[];
  justification: string;
  emergency: boolean;
  not_before?: string;
  decide_by: string;
  start_within: number;
  policy_version: string;
}

export function detailsHash(details: DetailsHashed): string {
  return hashOf(details);
}

/** Computed from what the delegation says now, whatever hash is stored beside it. */
export function detailsHashNow(delegation: Delegation): string {
  const { id, revision, actor, subjectId, requested, justification, emergency, clocks } = delegation;
  const asked = delegation.askedNotBefore;
  return detailsHash({
    id,
    revision,
    actor: actor.id,
    subject: subjectId,
    authorization_details: requested,
    justification,
    emergency,
    ...(asked ? { not_before: asked.toISOString() } : {}),
    decide_by: clocks.decideBy.toISOString(),
    start_within: clocks.startWithinSeconds,
    policy_version: delegation.policyVersion,
  });
}
