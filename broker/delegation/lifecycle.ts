/** Who or what ended it. */
export type EndedBy =
  | { kind: 'agent' | 'customer' | 'admin'; id: string }
  | { kind: 'expiry' | 'policy' | 'signal' | 'detection' };

export interface Ending {
  endedAt: Date;
  endedBy: EndedBy;
  reason?: string;
  /** Absent when it never was granted. */
  granted?: Granting;
}

export interface Granting {
  grantedAt: Date;
  /** Not started by then, it expires. */
  startBy: Date;
  /** Set by the first start; undefined: not started yet. */
  expiresAt?: Date;
}

export type State =
  | { status: 'pending' }
  | ({ status: 'granted' } & Granting)
  | ({ status: 'denied' | 'withdrawn' | 'expired' | 'completed' | 'revoked' } & Ending);

export type Status = State['status'];

export type Event =
  /** Every approval and the consent are in. */
  | { type: 'settled' }
  /** A session begins; the first one sets the end of them all. */
  | { type: 'started'; longestSeconds: number }
  | { type: 'refused'; by: EndedBy; reason?: string }
  | { type: 'taken back'; by: EndedBy }
  | { type: 'revoked'; by: EndedBy; reason?: string };

/** What the clocks of a delegation say, apart from its state. */
export interface Clocks {
  decideBy: Date;
  notBefore?: Date;
  startWithinSeconds: number;
}

export const later = (instant: Date, seconds: number): Date => new Date(instant.getTime() + seconds * 1000);

const latest = (a: Date, b: Date): Date => (a > b ? a : b);

function ended(
  status: 'denied' | 'withdrawn' | 'expired' | 'completed' | 'revoked',
  at: Date,
  by: EndedBy,
  extra: { reason?: string | undefined; granted?: Granting } = {},
): State {
  return {
    status,
    endedAt: at,
    endedBy: by,
    ...(extra.reason === undefined ? {} : { reason: extra.reason }),
    ...(extra.granted === undefined ? {} : { granted: extra.granted }),
  };
}

function granting({ grantedAt, startBy, expiresAt }: Granting): Granting {
  return { grantedAt, startBy, ...(expiresAt ? { expiresAt } : {}) };
}

/** What a stored state has become by `now`, without anybody doing anything. */
export function stateAt(state: State, clocks: Clocks, now: Date): State {
  const expiry: EndedBy = { kind: 'expiry' };
  switch (state.status) {
    case 'pending':
      return now < clocks.decideBy ? state : ended('expired', clocks.decideBy, expiry);
    case 'granted': {
      if (state.expiresAt)
        return now < state.expiresAt
          ? state
          : ended('completed', state.expiresAt, expiry, { granted: granting(state) });
      return now < state.startBy
        ? state
        : ended('expired', state.startBy, expiry, { granted: granting(state) });
    }
    case 'denied':
    case 'withdrawn':
    case 'expired':
    case 'completed':
    case 'revoked':
      return state;
  }
}

/** The next state, or null: this state does not allow that. */
export function next(state: State, event: Event, clocks: Clocks, now: Date): State | null {
  const current = stateAt(state, clocks, now);
  switch (current.status) {
    case 'pending':
      switch (event.type) {
        case 'settled': {
          const startBy = later(latest(now, clocks.notBefore ?? now), clocks.startWithinSeconds);
          return { status: 'granted', grantedAt: now, startBy };
        }
        case 'started':
          return null;
        case 'refused':
        case 'revoked':
          return ended('denied', now, event.by, { reason: event.reason });
        case 'taken back':
          return ended('withdrawn', now, event.by);
      }
      break;
    case 'granted':
      switch (event.type) {
        case 'settled':
        case 'refused':
          return null;
        case 'started':
          if (clocks.notBefore && now < clocks.notBefore) return null;
          return { ...current, expiresAt: current.expiresAt ?? later(now, event.longestSeconds) };
        case 'taken back':
          return ended('completed', now, event.by, { granted: granting(current) });
        case 'revoked':
          return ended('revoked', now, event.by, { reason: event.reason, granted: granting(current) });
      }
      break;
    case 'denied':
    case 'withdrawn':
    case 'expired':
    case 'completed':
    case 'revoked':
      return null;
  }
}
