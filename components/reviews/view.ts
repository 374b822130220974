import type { EntryView } from '#components/audit/view.ts';
import type { DelegationView, NamedView } from '#components/delegation/view.ts';
import type { SessionView } from '#components/session/view.ts';

export interface FindingView {
  by: NamedView;
  decision: 'justified' | 'unjustified' | 'abuse';
  comment: string;
  at: string;
}

export interface ReviewView {
  id: string;
  kind: 'emergency' | 'ordinary';
  status: 'waiting' | 'open' | 'overdue' | 'decided';
  verdict?: 'justified' | 'not_justified' | 'abuse' | undefined;
  decidedAt?: string | undefined;
  dueAt: string;
  /** The groups whose members may review. */
  from: string[];
  needed: number;
  findings: FindingView[];
  delegation: DelegationView;
  sessions: SessionView[];
  /** What was done, newest first; of one review, not in lists. */
  entries: EntryView[];
}

export interface ReviewPage {
  items: ReviewView[];
  next: string | null;
}

export const verdictText = {
  justified: 'Justified',
  not_justified: 'Not justified',
  abuse: 'Abuse',
} as const;

export const findingText = {
  justified: 'found it justified',
  unjustified: 'found it not justified',
  abuse: 'found abuse',
} as const;

export interface Reviewer {
  id: string;
  groups: readonly string[];
  maySign: boolean;
}

/** Whether it may be theirs to review. The broker decides, and compares persons. */
export function mayFind({ id, groups, maySign }: Reviewer, review: ReviewView): boolean {
  const { delegation, findings, from, status } = review;
  const took = [delegation.actor.id, ...delegation.reviews.map(({ by }) => by.id)];
  return (
    maySign &&
    (status === 'open' || status === 'overdue') &&
    delegation.status !== 'granted' &&
    from.some((group) => groups.includes(group)) &&
    !took.includes(id) &&
    !findings.some(({ by }) => by.id === id)
  );
}
