import type { ActorId, CustomerId, DelegationId, EntryId, PersonId } from '../ids.ts';
import type { Obligations } from '../policy/verdict.ts';
import type { Signature } from '../signing/statement.ts';
import type { DelegationSession } from './details.ts';
import type { Clocks, State } from './lifecycle.ts';

export interface Review {
  id: string;
  revision: number;
  signerId: string;
  signerPerson: string;
  decision: 'approve' | 'deny' | 'ask';
  narrowed?: DelegationSession[];
  comment: string;
  signature: Signature;
  signedAt: Date;
}

export interface ConsentAnswer {
  signerId: string;
  decision: 'give' | 'refuse';
  narrowed?: DelegationSession[];
  signature: Signature;
  signedAt: Date;
  withdrawnAt?: Date;
}

/** By which a responder declares an emergency: the first of its two signatures. */
export interface Declaration extends Signature {
  signedAt: string;
}

/** The aggregate: what was asked, what people signed, and what has become of it. */
export interface Delegation {
  id: DelegationId;
  revision: number;
  /** Counts every change; a conditional write names the number it has read. */
  changes: number;
  clientId: string;
  actor: { id: ActorId; person?: PersonId; roles: readonly string[] };
  subjectId: CustomerId;
  requested: DelegationSession[];
  /** The request, intersected with every signed narrowing. */
  effective: DelegationSession[];
  justification: string;
  emergency: boolean;
  /** Of every emergency. */
  declaration?: Declaration;
  obligations: Obligations;
  policyVersion: string;
  detailsHash: string;
  createdAt: Date;
  clocks: Clocks;
  /** As of the clock at which it was read: expiry that nobody has written down yet included. */
  state: State;
  /** The log's entry of the grant: what every token names as its evidence. */
  grantEntry?: EntryId;
  reviews: Review[];
  consent?: ConsentAnswer;
}
