import type { Delegation } from '../delegation/delegation.ts';
import type { ActorId, CustomerId, SessionId } from '../ids.ts';
import type { SessionState } from './lifecycle.ts';

export type Level = 'read' | 'write';

/** RFC 7800: exactly one member. */
export type GrantKey = { readonly jkt: string } | { readonly 'x5t#S256': string };

/** What policy allows to be used up; an absent member is not limited. */
export interface Budget {
  calls?: number;
  resources?: number;
  /** How often a backend may turn it away. */
  denials?: number;
  /** How many masked fields may be shown. */
  reveals?: number;
}

/** Action → fields of its answer that policy masks and that are shown for a reason, in this session only. */
export type Revealed = Readonly<Record<string, readonly string[]>>;

/** One use of a delegation, with the delegation that carries it. */
export interface Session {
  id: SessionId;
  delegation: Delegation;
  clientId: string;
  actorId: ActorId;
  domain: 'support' | 'service';
  subjectId: CustomerId;
  level: Level;
  startedAt: Date;
  lastUsedAt: Date;
  idleSeconds: number;
  grantKey: GrantKey;
  signInId?: string;
  signInEndsAt?: Date;
  /** The least of the delegation's end and the end of the actor's sign-in. */
  expiresAt: Date;
  policyVersion: string;
  /** The decision that the last token rests on, or the start; unset in sessions older than recorded decisions. */
  decisionId?: string;
  budget: Budget;
  used: { calls: number; resources: readonly string[]; denials: number; reveals: number };
  revealed: Revealed;
  /** As of the clock at which it was read. */
  state: SessionState;
}
