import { hashOf } from '../../audit/event.ts';
import type { Delegation } from '../../delegation/delegation.ts';

export type FindingDecision = 'justified' | 'unjustified' | 'abuse';
export type Verdict = 'justified' | 'not_justified' | 'abuse';

export interface Finding {
  id: string;
  reviewerId: string;
  reviewerPerson: string;
  decision: FindingDecision;
  comment: string;
  challenge: string;
  signedAt: Date;
}

export type ReviewState =
  /** The access is not over: there is nothing to judge yet. */
  | { status: 'waiting' }
  | { status: 'open' }
  | { status: 'overdue' }
  | { status: 'decided'; verdict: Verdict; decidedAt: Date };

export interface PostReview {
  delegation: Delegation;
  openedAt: Date;
  dueAt: Date;
  needed: number;
  /** Counts every change; a conditional write names the number it has read. */
  changes: number;
  findings: Finding[];
  state: ReviewState;
}

/** When the access ended, or has to end at the latest. */
export function endOf({ id, state }: Delegation): Date {
  if (state.status === 'granted') return state.expiresAt ?? state.startBy;
  if (state.status === 'pending') throw new Error(`${id} was never granted.`);
  return state.endedAt;
}

export function reviewStateOf(
  delegation: Delegation,
  decided: { verdict: Verdict; decidedAt: Date } | undefined,
  dueAt: Date,
  now: Date,
): ReviewState {
  if (decided) return { status: 'decided', ...decided };
  if (now >= dueAt) return { status: 'overdue' };
  return { status: delegation.state.status === 'granted' ? 'waiting' : 'open' };
}

/** One reviewer who saw abuse is enough to call it that; all have to agree that it was justified. */
export function verdictOf(decisions: readonly FindingDecision[]): Verdict {
  if (decisions.includes('abuse')) return 'abuse';
  return decisions.every((decision) => decision === 'justified') ? 'justified' : 'not_justified';
}

/** Who acted, signed or is concerned: none of them says afterwards whether it was right. */
export function tookPart(delegation: Delegation, subjectPerson: string | undefined): Set<string> {
  const persons = [
    delegation.actor.person,
    subjectPerson,
    ...delegation.reviews.map(({ signerPerson }) => signerPerson),
  ];
  return new Set(persons.filter((person) => person !== undefined));
}

/** What a finding is about: the access as it was asked for, granted and ended. */
export function reviewedHash({ id, detailsHash, declaration, reviews, state }: Delegation): string {
  return hashOf({
    delegation: id,
    details_hash: detailsHash,
    ...(declaration ? { declaration: declaration.challenge } : {}),
    approvals: reviews
      .filter(({ decision }) => decision === 'approve')
      .map(({ signature }) => signature.challenge),
    ...('endedAt' in state ? { status: state.status, ended_at: state.endedAt.toISOString() } : {}),
  });
}
