import { approvalsComplete, type DelegationView, type Status } from './view.ts';

/** One plain sentence for staff: what the protocol's word means here and now. */
export function explainStatus(delegation: DelegationView): string {
  switch (delegation.status) {
    case 'pending':
      if (delegation.waitingFor === 'agent')
        return `An approver asked for more. Waiting for the answer of ${delegation.actor.name}.`;
      if (!approvalsComplete(delegation)) return `Waiting for ${openSignatures(delegation)}.`;
      return delegation.consent.needed && !delegation.consent.given
        ? 'Every approval is in. Waiting for the customer.'
        : 'Everything asked for is in; the grant is being written.';
    case 'granted':
      return 'Signed by everyone who had to. It can be used until it runs out or is stopped.';
    case 'denied':
      return 'An approver or the customer said no. Nothing was opened.';
    case 'withdrawn':
      return 'The agent took it back before it was granted. Nothing was opened.';
    case 'expired':
      return delegation.grantedAt
        ? 'Granted, but nobody started in time. It can no longer be used.'
        : 'Not everyone signed in time. Nothing was opened.';
    case 'completed':
      return 'Finished: the agent ended it, or its time was used up.';
    case 'revoked':
      return 'Stopped early. Whatever was open was closed at once.';
  }
}

/** The same for the customer whose data it is about. */
export function explainToCustomer(delegation: DelegationView): string {
  switch (delegation.status) {
    case 'pending':
      if (!approvalsComplete(delegation))
        return 'Our own people have to approve this first. Nobody has access.';
      return delegation.consent.needed && !delegation.consent.given
        ? 'Your answer is needed. Nobody has access unless you say yes.'
        : 'This is being decided. Nobody has access yet.';
    case 'granted':
      return 'Access is allowed now. You can stop it at any time, without giving a reason.';
    case 'denied':
      return delegation.consent.decision === 'refuse'
        ? 'You said no. Nobody got access.'
        : 'This was refused. Nobody got access.';
    case 'withdrawn':
      return 'The request was taken back. Nobody got access.';
    case 'expired':
      return delegation.grantedAt
        ? 'Access was allowed, but not used in time. It is closed.'
        : 'This was not decided in time. Nobody got access.';
    case 'completed':
      return 'This is finished. Nobody has access any more.';
    case 'revoked':
      return 'This was stopped. Nobody has access any more.';
  }
}

function openSignatures(delegation: DelegationView): string {
  const next = delegation.approvals.find((stage) => stage.given < stage.needed);
  if (!next) return 'an approval';
  return `an approval from ${next.from.map(spellGroup).join(' or ')}`;
}

/** `team-leads` → "team leads". */
export function spellGroup(group: string): string {
  return group.replaceAll('-', ' ');
}

export const statusOrder: Status[] = [
  'pending',
  'granted',
  'completed',
  'expired',
  'withdrawn',
  'denied',
  'revoked',
];

/** Requests by status, in the order people care about, empty ones left out. */
export function byStatus<T extends { status: Status }>(rows: T[]): { status: Status; rows: T[] }[] {
  return statusOrder
    .map((status) => ({ status, rows: rows.filter((row) => row.status === status) }))
    .filter((group) => group.rows.length > 0);
}
