import { hashOf } from '../audit/event.ts';
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
