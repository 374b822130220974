import type { EntryView } from './view.ts';

/** The log's types as a customer would tell them. What has no sentence here is told by its type. */
const told: Record<string, string> = {
  'delegation.requested': 'asked for access to your account',
  'delegation.previewed': 'looked up what access would need',
  'delegation.granted': 'Access was allowed',
  'delegation.withdrawn': 'took the request back',
  'delegation.completed': 'Access ended',
  'delegation.expired': 'The request ran out of time',
  'delegation.denied': 'The request was turned down',
  'delegation.revoked': 'Access was stopped',
  'approval.given': 'approved the request',
  'approval.refused': 'turned the request down',
  'approval.questioned': 'asked for more information',
  'approval.answered': 'gave the information that was asked for',
  'approval.reminded': 'Our approvers were reminded',
  'approval.escalated': 'Others of our approvers may sign now',
  'offer.made': 'offered access, to whoever is told the code',
  'offer.withdrawn': 'took the offer back',
  'ticket.closed': 'closed the ticket',
  'ticket.reopened': 'reopened the ticket',
  'agent.blocked': 'blocked an agent',
  'agent.unblocked': 'lifted the block of an agent',
  'consent.given': 'allowed it',
  'consent.refused': 'refused it',
  'sign_in.started': 'signed in',
  'person.address_changed': 'Mail to somebody goes to another address',
  'person.name_cleaned': 'A name was cleaned of what cannot be seen in it',
  'sign_in.ended': 'signed out',
  'token.issued': 'Your sign-in was opened',
  'token.refreshed': 'Your sign-in was renewed',
  'token.revoked': 'Your sign-in was closed',
  'session.started': 'came in',
  'session.lowered': 'went back to reading',
  'emergency.declared': 'declared an emergency, to look without asking first',
  'emergency.opened': 'opened the account in an emergency',
  'review.opened': 'A review of the emergency is due',
  'review.found': 'reviewed the emergency',
  'review.decided': 'The review of the emergency is done',
  'review.overdue': 'The review of the emergency is late',
  'campaign.opened': 'opened a review of what stands',
  'campaign.answered': 'answered in a review of what stands',
  'campaign.settled': 'What a review found was acted on',
  'campaign.lapsed': 'Nobody confirmed something in time',
  'person.membership_lapsed': 'A group of somebody counts no more',
  'person.membership_reinstated': 'made a group of somebody count again',
  'policy.rejudged': 'The access was judged again',
};

const ENDED: Record<string, string> = {
  agent: 'left',
  customer: 'ended the session',
  admin: 'ended the session',
  expiry: 'The session ended: its time was used up',
  idle: 'The session ended: nothing happened in it',
  policy: 'The session ended: policy no longer allows it',
  signal: 'The session ended at the word of another system',
  detection: 'The session ended: something about it was unusual',
};

/** What depends on more than the type. */
function tellMore({ type, session, did, by, detail }: EntryView): string | undefined {
  switch (type) {
    case 'token.issued':
      return session === undefined ? undefined : 'was given access for the next minutes';
    case 'token.revoked':
      return session === undefined ? undefined : 'Access given for a few minutes was taken back';
    case 'session.raised':
      return `raised the session, to be able to change something${reasonIn(detail)}`;
    case 'session.revealed':
      return `had ${hiddenIn(detail)} shown${reasonIn(detail)}`;
    case 'session.ended':
      return ENDED[by ?? ''] ?? 'The session ended';
    case 'outcome.read':
    case 'access.checked':
      return `used ${did ?? 'something'}`;
    case 'access.evaluated':
      return `was found allowed to use ${did ?? 'something'}`;
    case 'outcome.intended':
      return `began ${did ?? 'a change'}`;
    case 'outcome.done':
      return `finished ${did ?? 'a change'}`;
    case 'outcome.refused':
      return `tried ${did ?? 'something'}`;
    case 'outcome.failed':
      return `tried ${did ?? 'something'}, and it failed`;
    default:
      return undefined;
  }
}

const reasonIn = (detail: EntryView['detail']): string =>
  typeof detail?.reason === 'string' ? `: ${detail.reason}` : '';

const conjunction = new Intl.ListFormat('en-GB', { type: 'conjunction' });

function hiddenIn(detail: EntryView['detail']): string {
  const fields = Array.isArray(detail?.fields) ? detail.fields.filter((one) => typeof one === 'string') : [];
  return fields.length === 0 ? 'something hidden' : `the hidden ${conjunction.format(fields)}`;
}

export function tellEntry(entry: EntryView, reader: string): string {
  const what = tellMore(entry) ?? told[entry.type] ?? entry.type.replaceAll(/[._]/g, ' ');
  const who = entry.actor?.id === reader ? 'You' : (entry.actor?.name ?? entry.actor?.id);
  const sentence = /^[A-Z]/.test(what) || who === undefined ? capital(what) : `${who} ${what}`;
  return entry.refused ? `Refused: ${sentence}` : sentence;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Types to filter by; others can be typed. */
export const commonTypes = [
  'emergency',
  'review',
  'alert',
  ...Object.keys(told),
  'session.raised',
  'session.revealed',
  'session.ended',
  'access.checked',
  'access.evaluated',
  'outcome.read',
  'outcome.intended',
  'outcome.done',
  'outcome.refused',
  'outcome.failed',
].sort();
