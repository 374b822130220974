import type { AlertId } from '../ids.ts';

export type Severity = 'urgent' | 'warning';

/** What alerts are raised for, and how much of a hurry there is. */
export const alertKinds = {
  emergency_granted: 'urgent',
  emergency_opened: 'urgent',
  review_overdue: 'urgent',
  review_item_open: 'warning',
  outcome_missing: 'warning',
  use_unreported: 'warning',
} as const satisfies Record<string, Severity>;

export type AlertKind = keyof typeof alertKinds;

export type AlertState =
  | { status: 'open' }
  | { status: 'acknowledged'; acknowledgedAt: Date; acknowledgedBy: string }
  /** What it was about is settled, whether or not anybody had acknowledged it. */
  | { status: 'resolved'; resolvedAt: Date; acknowledgedAt?: Date; acknowledgedBy?: string };

export interface Alert {
  id: AlertId;
  kind: AlertKind;
  severity: Severity;
  actorId?: string;
  subjectId?: string;
  delegationId?: string;
  sessionId?: string;
  target?: string;
  raisedAt: Date;
  state: AlertState;
}
