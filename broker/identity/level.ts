/** What a not-before may be set for. */
export const levels = ['subject', 'actor', 'client', 'delegation', 'session', 'person'] as const;
export type Level = (typeof levels)[number];
