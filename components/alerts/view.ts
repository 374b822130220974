import type { NamedView } from '#components/delegation/view.ts';

export interface AlertView {
  id: string;
  kind: string;
  severity: 'urgent' | 'warning';
  status: 'open' | 'acknowledged' | 'resolved';
  actor?: NamedView | undefined;
  subject?: NamedView | undefined;
  delegation?: string | undefined;
  raisedAt: string;
  acknowledged?: { by: NamedView; at: string } | undefined;
  resolvedAt?: string | undefined;
}

export interface AlertPage {
  items: AlertView[];
  next: string | null;
}

export const isEmergency = ({ kind }: AlertView): boolean => kind.startsWith('emergency_');

/** What has happened, in one sentence; a kind that has none is told by its name. */
export function tellAlert({ kind, actor, subject }: AlertView): string {
  const who = actor?.name ?? 'Somebody';
  const whom = subject?.name ?? 'a customer';
  const told: Record<string, string> = {
    emergency_granted: `${who} was let into the account of ${whom} in an emergency, without asking`,
    emergency_opened: `${who} opened the account of ${whom} in an emergency`,
    review_overdue: `Nobody has reviewed in time the emergency of ${who} in the account of ${whom}`,
    review_item_open: 'Nobody confirmed in time something that was reviewed, or it was found wrong',
    outcome_missing: `A change by ${who} in the account of ${whom} was begun, and no outcome was reported`,
    use_unreported: `The access of ${who} to the account of ${whom} was used, and no use was reported`,
  };
  return told[kind] ?? kind.replaceAll('_', ' ');
}
