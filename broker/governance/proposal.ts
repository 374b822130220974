import type { AdminId, PersonId, ProposalId } from '../ids.ts';

export type ProposalStatus = ProposalState['status'];

export type ProposalState =
  | { status: 'open' }
  | { status: 'activated' | 'rejected'; decidedBy: AdminId; decidedAt: Date; comment: string }
  | { status: 'withdrawn'; decidedBy: AdminId; decidedAt: Date }
  /** Another version was activated meanwhile. */
  | { status: 'superseded'; decidedAt: Date };

/** A version that somebody wants to be active, as it was when the version it is held against was active. */
export interface Proposal {
  id: ProposalId;
  version: string;
  baseVersion: string;
  baseEpoch: number;
  proposedBy: AdminId;
  proposerPerson: PersonId;
  /** The proposer, or a service that the proposer answers for. */
  filedBy: string;
  reason: string;
  /** By path; all of them held. */
  tests: Readonly<Record<string, string>>;
  createdAt: Date;
  state: ProposalState;
}
