import { type DelegationDetail, isStrings, readDetails } from './details.ts';
import { numericDate, objectClaim, requireCurrent, stringClaim, TokenRejected } from './jwt/gate.ts';
import { isJsonObject, type JsonObject } from './jwt/json-object.ts';
import type { Level } from './live-view.ts';

/** What a verified delegated token says: who acts, for whom, and what is allowed. */
export interface Delegation {
  /** The broker's id of the session, `ses_…`. */
  readonly sid: string;
  /** The broker's id of the delegation, `dlg_…`. */
  readonly delegationId: string;
  /** `jti` of this token (RFC 7519 §4.1.7). */
  readonly jti: string;
  /** Whose data and authority are used: the broker's id of the customer (`sub`). */
  readonly subject: string;
  /** Who really acts: `act.sub` (RFC 8693 §4.1), the outermost actor. */
  readonly actor: string;
  /** The client through which they act. */
  readonly clientId: string;
  /** What the token allowed when it was issued; the session may have been lowered since. */
  readonly level: Level;
  /** Hash of the policy version under which the token was issued. */
  readonly policyVersion: string | undefined;
  /** `authorization_details` (RFC 9396), already reduced to this resource by the broker. */
  readonly details: readonly DelegationDetail[];
  /**
   * Action → fields of its answer that policy masks and that this session has had revealed, with a reason on record.
   * Handlers ask {@link GuardedDelegation.masked} instead.
   */
  readonly revealed: Readonly<Record<string, readonly string[]>>;
  /** End of the token (`exp`). */
  readonly expiresAt: Date;
}

/** What a handler behind a guard gets: the verified token, and what its answer must not show. */
export interface GuardedDelegation extends Delegation {
  /** Fields that the guard's action masks, but for those that the token reveals; see {@link mask}. */
  readonly masked: readonly string[];
}

export type Confirmation = { readonly jkt: string } | { readonly x5t: string };

/** The stop list reaches back 305 s: a token that lives longer could outlive the memory of its end. */
const longestLifeSeconds = 300;

export interface TokenExpectation {
  readonly issuer: string;
  readonly resource: string;
  readonly now: Date;
}

/** RFC 9068 §4: `iss`, `aud` (one string, exact), `exp`. */
export function requireClaims(payload: JsonObject, { issuer, resource, now }: TokenExpectation): void {
  if (payload.iss !== issuer) throw new TokenRejected('token is of another issuer');
  if (payload.aud !== resource) throw new TokenRejected('token is for another audience');
  const iat = numericDate(payload, 'iat');
  const exp = numericDate(payload, 'exp');
  if (exp === undefined || iat === undefined) throw new TokenRejected('token has no iat or no exp');
  requireCurrent(payload, now, []);
  if (exp - iat > longestLifeSeconds) throw new TokenRejected('token lives too long');
}

const thumbprint = /^[A-Za-z0-9_-]{43}$/;

/** RFC 7800 §3.1, with exactly one method: `jkt` (RFC 9449 §6.1) or `x5t#S256` (RFC 8705 §3.1). */
export function confirmationOf(payload: JsonObject): Confirmation {
  const cnf = objectClaim(payload, 'cnf');
  const [only, ...others] = Object.entries(cnf);
  const [name, value] = only ?? [];
  if (others.length > 0 || typeof value !== 'string' || !thumbprint.test(value)) {
    throw new TokenRejected('token is not bound to exactly one key');
  }
  if (name === 'jkt') return { jkt: value };
  if (name === 'x5t#S256') return { x5t: value };
  throw new TokenRejected('token is not bound to exactly one key');
}

/** RFC 8693 §4.1: nobody comes in without saying who acts. */
export function actorOf(payload: JsonObject, issuer: string): string {
  const act = objectClaim(payload, 'act');
  if (act.iss !== issuer) throw new TokenRejected('token actor is of another issuer');
  const actor = stringClaim(act, 'sub');
  if (actor === payload.sub) throw new TokenRejected('token actor is its subject');
  return actor;
}

function revealedIn(value: unknown): Readonly<Record<string, readonly string[]>> {
  if (value === undefined) return {};
  if (!isJsonObject(value)) throw new TokenRejected('token is unclear about what is revealed');
  const revealed: Record<string, readonly string[]> = {};
  for (const [action, fields] of Object.entries(value)) {
    if (!isStrings(fields)) throw new TokenRejected('token is unclear about what is revealed');
    revealed[action] = fields;
  }
  return revealed;
}

export function delegationOf(payload: JsonObject, actor: string): Delegation {
  const dlg = objectClaim(payload, 'dlg');
  if (dlg.level !== 'read' && dlg.level !== 'write') throw new TokenRejected('token has no level');
  return {
    sid: stringClaim(payload, 'sid'),
    delegationId: stringClaim(dlg, 'id'),
    jti: stringClaim(payload, 'jti'),
    subject: stringClaim(payload, 'sub'),
    actor,
    clientId: stringClaim(payload, 'client_id'),
    level: dlg.level,
    policyVersion: typeof dlg.policy === 'string' ? dlg.policy : undefined,
    details: readDetails(payload.authorization_details),
    revealed: revealedIn(dlg.revealed),
    expiresAt: new Date((numericDate(payload, 'exp') ?? 0) * 1000),
  };
}
