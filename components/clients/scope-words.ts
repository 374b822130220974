/** What two persons may give a service, and in words what it is then able to do. */
export const proposable: Readonly<Record<string, string>> = {
  'delegation.request': 'ask to act for customers',
  'delegation.run': 'act for customers, in sessions that were granted',
  'decisions.read': 'read what policy decided',
  global_revoke: 'end everything of a person',
  'policy.propose': 'propose policy versions for its owner',
  'tickets.write': 'say that tickets are closed',
};

/** Of these, what one person alone may give when a service is registered. */
export const grantable = ['delegation.request', 'delegation.run'] as const;

const others: Readonly<Record<string, string>> = {
  introspect: 'ask whether tokens for it are good',
  'keys.rotate': 'rotate the broker’s keys',
  'outcomes.write': 'report what was done with tokens for it',
  'passkeys.enrol': 'hand out enrolment codes',
  'signals.read': 'hear at once of what has ended',
};

/** Undefined: a right of people, which a door only hands on. */
export const scopeWords = (scope: string): string | undefined => proposable[scope] ?? others[scope];
