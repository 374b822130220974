import { type EndedBy, later, type State } from '../delegation/lifecycle.ts';

export type Ender = EndedBy | { kind: 'idle' };
export type EnderKind = Ender['kind'];

export interface SessionEnding {
  endedAt: Date;
  endedBy: Ender;
  reason?: string;
}

export type SessionState = { status: 'live' } | ({ status: 'ended' } & SessionEnding);

/** What a live session is held against. */
export interface Limits {
  /** The delegation, as of the same clock. */
  delegation: State;
  signInEndsAt?: Date;
  lastUsedAt: Date;
  idleSeconds: number;
}

export const idleAt = ({ lastUsedAt, idleSeconds }: Pick<Limits, 'lastUsedAt' | 'idleSeconds'>): Date =>
  later(lastUsedAt, idleSeconds);

/** The instant at which it ends whatever happens. */
export function expiryOf({ delegation, signInEndsAt }: Pick<Limits, 'delegation' | 'signInEndsAt'>): Date {
  const granted =
    delegation.status === 'granted' ? delegation : 'granted' in delegation ? delegation.granted : undefined;
  const end = granted?.expiresAt ?? granted?.startBy;
  if (!end) throw new Error('A session stands on a delegation that was never granted.');
  return signInEndsAt && signInEndsAt < end ? signInEndsAt : end;
}

/** What a stored state has become by `now`: it lives only while its delegation does. */
export function stateAt(state: SessionState, limits: Limits, now: Date): SessionState {
  if (state.status === 'ended') return state;
  const { delegation } = limits;
  const expiry = expiryOf(limits);
  const idle = idleAt(limits);
  const lapsed: SessionState | null =
    idle <= now && idle < expiry
      ? { status: 'ended', endedAt: idle, endedBy: { kind: 'idle' } }
      : expiry <= now
        ? { status: 'ended', endedAt: expiry, endedBy: { kind: 'expiry' } }
        : null;
  switch (delegation.status) {
    case 'granted':
      return lapsed ?? state;
    case 'pending':
      throw new Error('A session stands on a delegation that is still pending.');
    case 'denied':
    case 'withdrawn':
    case 'expired':
    case 'completed':
    case 'revoked': {
      const { endedAt, endedBy, reason } = delegation;
      if (lapsed?.status === 'ended' && lapsed.endedAt < endedAt) return lapsed;
      return { status: 'ended', endedAt, endedBy, ...(reason === undefined ? {} : { reason }) };
    }
  }
}

/** Whether the delegation is revoked in the same write. Otherwise it stays granted, or its time is used up anyway. */
export function revokesGrant(by: Ender): boolean {
  switch (by.kind) {
    case 'agent':
    case 'idle':
    case 'expiry':
      return false;
    case 'customer':
    case 'admin':
    case 'policy':
    case 'signal':
    case 'detection':
      return true;
  }
}
