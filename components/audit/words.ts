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
  'consent.given': 'allowed it',
  'consent.refused': 'refused it',
  'sign_in.started': 'signed in',
  'sign_in.ended': 'signed out',
  'token.issued': 'Your sign-in was opened',
  'token.refreshed': 'Your sign-in was renewed',
  'token.revoked': 'Your sign-in was closed',
  'session.started': 'came in',
  'session.ended': 'left',
};

export function tellEntry(entry: EntryView, reader: string): string {
  const what = told[entry.type] ?? entry.type.replaceAll(/[._]/g, ' ');
  const who = entry.actor?.id === reader ? 'You' : (entry.actor?.name ?? entry.actor?.id);
  const sentence = /^[A-Z]/.test(what) || who === undefined ? capital(what) : `${who} ${what}`;
  return entry.refused ? `Refused: ${sentence}` : sentence;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Types to filter by; others can be typed. */
export const commonTypes = Object.keys(told)
  .filter((type) => !type.startsWith('session.'))
  .sort();
