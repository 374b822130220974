export interface SessionView {
  sid: string;
  status: 'live' | 'paused' | 'ended';
  level: 'read' | 'write';
  delegation: string;
  emergency: boolean;
  actor: { id: string; name: string };
  subject: { id: string; name: string };
  actions: { id: string; title: string; risk: string; masked: Record<string, string> }[];
  /** Action → masked fields that are shown in this session. */
  revealed: Record<string, string[]>;
  /** How many masked fields may still be shown; absent: as many as there are. */
  revealsLeft?: number | undefined;
  identifiers: string[];
  /** The backend it is for. */
  resource: string;
  startedAt: string;
  expiresAt: string;
  endedAt?: string | undefined;
  endedBy?: { kind: string; name?: string | undefined } | undefined;
  reason?: string | undefined;
}

const ENDERS: Record<string, string> = {
  admin: 'by an admin',
  expiry: 'because its time was used up',
  idle: 'because nothing happened in it',
  policy: 'because policy no longer allows it',
  signal: 'at the word of another system',
  detection: 'because something about it was unusual',
};

/** Who ended it and why; `agent` and `customer` are what the reader calls them. */
export function explainEnd(
  { endedBy, reason }: SessionView,
  agent = 'you',
  customer = 'the customer',
): string {
  const kind = endedBy?.kind ?? '';
  const named: Record<string, string> = { agent: `by ${agent}`, customer: `by ${customer}` };
  const who = named[kind] ?? ENDERS[kind] ?? 'by the broker';
  return reason ? `Ended ${who}: ${reason}` : `Ended ${who}.`;
}

export const canWrite = ({ actions }: SessionView): boolean => actions.some(({ risk }) => risk !== 'read');

/** What policy hides and was shown in it all the same, as people call it. */
export const shownIn = ({ actions, revealed }: SessionView): string[] =>
  actions.flatMap(({ id, masked }) => (revealed[id] ?? []).map((field) => masked[field] ?? field));

/** Who leaves, or falls idle, may come in again. */
export const leavesGrant = ({ endedBy }: SessionView): boolean =>
  endedBy?.kind === 'agent' || endedBy?.kind === 'idle';
