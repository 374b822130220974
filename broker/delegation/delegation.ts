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
  /** A later start that was signed for. */
  notBefore?: Date;
  comment: string;
  signature: Signature;
  signedAt: Date;
  /** The agent's, to a question. */
  answer?: { text: string; at: Date };
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

export interface UsedOffer {
  id: string;
  customerId: CustomerId;
  /** Of what was offered. */
  hash: string;
  at: Date;
}

/** The aggregate: what was asked, what people signed, and what has become of it. */
export interface Delegation {
  id: DelegationId;
  revision: number;
  /** Counts every change; a conditional write names the number it has read. */
  changes: number;
  clientId: string;
  /** The delegation that this one would go on from. */
  extends?: DelegationId;
  actor: { id: ActorId; person?: PersonId; roles: readonly string[] };
  /** The human being behind the actor: of a service, who answers for it. */
  behindPerson?: string;
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
  /** As asked; `clocks` has the latest that was signed. */
  askedNotBefore?: Date;
  clocks: Clocks;
  /** As of the clock at which it was read: expiry that nobody has written down yet included. */
  state: State;
  /** The log's entry of the grant: what every token names as its evidence. */
  grantEntry?: EntryId;
  reviews: Review[];
  consent?: ConsentAnswer;
  /** Stands in for the consent: what the customer had offered before anybody asked. */
  offer?: UsedOffer;
}

/** Who asks, as approvals are held against: of a service the human being behind it. */
export function requesterOf({ actor, behindPerson }: Delegation): { id: string; person?: string } {
  const person = behindPerson ?? actor.person;
  return { id: actor.id, ...(person ? { person } : {}) };
}

/** Questions of approvers that nobody has answered yet, oldest first. */
export function openQuestions({ reviews, revision }: Delegation): Review[] {
  return reviews.filter(
    (review) => review.decision === 'ask' && review.revision === revision && review.answer === undefined,
  );
}

/** The latest start that anybody has asked or signed for. */
export function latestStart(asked: Date | undefined, reviews: readonly Review[]): Date | undefined {
  const starts = [
    asked,
    ...reviews.map((review) => (review.decision === 'approve' ? review.notBefore : undefined)),
  ];
  return starts.reduce((latest, start) => (start && (!latest || start > latest) ? start : latest), undefined);
}

/** Who consented, or offered before anybody asked: on their word it stands. */
export const consenterOf = ({ consent, offer }: Pick<Delegation, 'consent' | 'offer'>): string | undefined =>
  consent?.signerId ?? offer?.customerId;

/** Whether the customer has said yes, to this request or before it, and has not taken it back. */
export function isConsented({ consent, offer }: Pick<Delegation, 'consent' | 'offer'>): boolean {
  if (consent) return consent.decision === 'give' && consent.withdrawnAt === undefined;
  return offer !== undefined;
}
