import type { DelegationView } from './view.ts';

export interface Signer {
  id: string;
  groups: readonly string[];
  mayApprove: boolean;
  /** The role may sign, but this sign-in is too old for it. */
  mustSignInAgain: boolean;
}

/** Whether a request waits for somebody like this signer. The broker decides, and compares persons. */
export function waitsFor(signer: Signer, delegation: DelegationView): boolean {
  if (!signer.mayApprove || delegation.status !== 'pending') return false;
  if (delegation.reviews.some((review) => review.by.id === signer.id && review.decision === 'approve'))
    return false;
  const next = delegation.approvals.find((stage) => stage.given < stage.needed);
  if (next === undefined) return false;
  const sameStage = delegation.approvals.filter(
    (stage) => stage.flow === next.flow && stage.stage === next.stage && stage.given < stage.needed,
  );
  return sameStage.some((stage) => stage.from.some((group) => signer.groups.includes(group)));
}

export interface Inbox {
  mine: DelegationView[];
  others: DelegationView[];
  granted: DelegationView[];
  decided: DelegationView[];
}

export function sortInbox(signer: Signer, rows: DelegationView[]): Inbox {
  const pending = rows.filter((row) => row.status === 'pending');
  const soonestFirst = (a: DelegationView, b: DelegationView) => a.decideBy.localeCompare(b.decideBy);
  return {
    mine: pending.filter((row) => waitsFor(signer, row)).sort(soonestFirst),
    others: pending.filter((row) => !waitsFor(signer, row)).sort(soonestFirst),
    granted: rows.filter((row) => row.status === 'granted'),
    decided: rows.filter((row) => row.status !== 'pending' && row.status !== 'granted'),
  };
}
