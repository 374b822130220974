import type { JsonObject } from '@countersign/resource-server/jwt';
import type { Delegation } from '../delegation/delegation.ts';
import { type DelegationSession, longestDuration, purposeOf } from '../delegation/details.ts';
import { later } from '../delegation/lifecycle.ts';
import type { PeopleDomain, Principal } from '../identity/principal.ts';
import { newId, type PersonId, type SignInId } from '../ids.ts';
import type { Revealed, Session } from '../session/session.ts';
import type { Confirmation } from './sender.ts';

export const longestTokenSeconds = 300;

export interface AccessTokenInput {
  readonly issuer: string;
  readonly audience: string;
  readonly subject: string;
  readonly clientId: string;
  readonly confirmation: Confirmation;
  readonly scopes: readonly string[];
  readonly now: Date;
  /** The token never outlives any of these. */
  readonly notAfter: readonly Date[];
}

export interface AccessTokenClaims {
  iss: string;
  sub: string;
  aud: string;
  client_id: string;
  iat: number;
  exp: number;
  jti: string;
  scope: string;
  cnf: Confirmation;
}

/** RFC 9068 §2.2: what every access token of this broker says. */
export function accessTokenClaims(input: AccessTokenInput): AccessTokenClaims {
  const iat = Math.floor(input.now.getTime() / 1000);
  const ends = input.notAfter.map((end) => Math.floor(end.getTime() / 1000));
  return {
    iss: input.issuer,
    sub: input.subject,
    aud: input.audience,
    client_id: input.clientId,
    iat,
    exp: Math.min(iat + longestTokenSeconds, ...ends),
    jti: newId('tok', input.now.getTime()),
    scope: input.scopes.join(' '),
    cnf: input.confirmation,
  };
}

export interface SignInFacts {
  readonly domain: PeopleDomain;
  readonly subId: { readonly iss: string; readonly sub: string };
  readonly person: PersonId | undefined;
  readonly roles: readonly string[];
  readonly signInId: SignInId;
  readonly authTime: Date | undefined;
  readonly acr: string | undefined;
  readonly amr: readonly string[];
}

/** A person's token for the broker's own API. `sid` names the sign-in; there is never an `act`. */
export function signInClaims(input: Omit<AccessTokenInput, 'audience'>, facts: SignInFacts) {
  return {
    ...accessTokenClaims({ ...input, audience: input.issuer }),
    domain: facts.domain,
    sub_id: { format: 'iss_sub', iss: facts.subId.iss, sub: facts.subId.sub },
    ...(facts.person === undefined ? {} : { person: facts.person }),
    roles: facts.roles,
    sid: facts.signInId,
    ...(facts.authTime === undefined ? {} : { auth_time: Math.floor(facts.authTime.getTime() / 1000) }),
    ...(facts.acr === undefined ? {} : { acr: facts.acr }),
    ...(facts.amr.length === 0 ? {} : { amr: facts.amr }),
  };
}

/** A service's own token for the broker's own API: its subject is the client itself. */
export function serviceClaims(input: Omit<AccessTokenInput, 'audience' | 'subject'>) {
  return {
    ...accessTokenClaims({ ...input, audience: input.issuer, subject: input.clientId }),
    domain: 'service',
    roles: [],
  };
}

const actionsOf = (details: readonly DelegationSession[]): string[] => [
  ...new Set(details.flatMap(({ actions }) => actions)),
];

/** RFC 8693 §4.1: who really acts now, and within it, unchanged, who acted before. */
interface Act {
  readonly iss: string;
  readonly sub: string;
  readonly sub_profile: 'user' | 'service';
  readonly act?: JsonObject;
}

/** The one place where an `act` is made. */
function actOf(issuer: string, actor: { id: string; isService: boolean }, earlier?: JsonObject): Act {
  return {
    iss: issuer,
    sub: actor.id,
    sub_profile: actor.isService ? 'service' : 'user',
    ...(earlier === undefined ? {} : { act: earlier }),
  };
}

/** What a token shows of what is masked: only for its own actions, and nothing at all where nothing is revealed. */
export function revealedFor(actions: readonly string[], revealed: Revealed): { revealed?: Revealed } {
  const kept = actions.flatMap((action) => {
    const fields = Object.hasOwn(revealed, action) ? revealed[action] : undefined;
    return fields === undefined ? [] : [[action, fields] as const];
  });
  return kept.length === 0 ? {} : { revealed: Object.fromEntries(kept) };
}

export interface DelegatedFacts {
  readonly session: Session;
  readonly actor: Principal;
  /** As granted, for this audience only. */
  readonly details: readonly DelegationSession[];
  readonly policyVersion: string;
  /** The leaf hash of the grant's entry. */
  readonly evidence: string;
}

/** RFC 8693 §4.1, RFC 9396 §9: a backend's token. Nothing about how the subject signed in: the subject did not. */
export function delegatedClaims(
  input: Omit<AccessTokenInput, 'subject' | 'clientId' | 'scopes'>,
  { session, actor, details, policyVersion, evidence }: DelegatedFacts,
) {
  const { delegation } = session;
  return {
    ...accessTokenClaims({
      ...input,
      subject: session.subjectId,
      clientId: session.clientId,
      scopes: actionsOf(details),
    }),
    act: actOf(input.issuer, { id: session.actorId, isService: session.domain === 'service' }),
    authorization_details: details,
    sid: session.id,
    txn: delegation.id,
    dlg: {
      id: delegation.id,
      mode: delegation.emergency ? 'emergency' : 'consented',
      level: session.level,
      purpose: purposeOf(delegation.effective),
      policy: policyVersion,
      evidence,
      ...revealedFor(actionsOf(details), session.revealed),
      ...(actor.acr === undefined ? {} : { actor_acr: actor.acr }),
      ...(actor.authTime === undefined
        ? {}
        : { actor_auth_time: Math.floor(actor.authTime.getTime() / 1000) }),
    },
  };
}

export interface ChainedFacts {
  readonly session: Session;
  /** The backend that passes the delegation on. */
  readonly clientId: string;
  /** The `act` of the token that it was called with. */
  readonly act: JsonObject;
  /** The token's `dlg`: whose grant it is, and how the first actor signed in. */
  readonly dlg: JsonObject & { readonly mode: string; readonly evidence: string };
  readonly details: readonly DelegationSession[];
  readonly policyVersion: string;
}

/**
 * A token for one backend further: the actor is the backend that calls it, for the same customer, only to read. What
 * was revealed was an answer of the first backend; the next one shows nothing that policy masks.
 */
export function chainedClaims(
  input: Omit<AccessTokenInput, 'subject' | 'clientId' | 'scopes'>,
  { session, clientId, act, dlg, details, policyVersion }: ChainedFacts,
) {
  const { revealed: _, ...passedOn } = dlg;
  return {
    ...accessTokenClaims({ ...input, subject: session.subjectId, clientId, scopes: actionsOf(details) }),
    act: actOf(input.issuer, { id: clientId, isService: true }, act),
    authorization_details: details,
    sid: session.id,
    txn: session.delegation.id,
    dlg: { ...passedOn, id: session.delegation.id, level: 'read' as const, policy: policyVersion },
  };
}

export type DelegatedClaims = ReturnType<typeof delegatedClaims>;
export type ChainedClaims = ReturnType<typeof chainedClaims>;

/** What introspection tells of a delegated token: all of it, and nothing else a token might ever carry. */
export const introspectedMembers = [
  'iss',
  'sub',
  'aud',
  'client_id',
  'scope',
  'exp',
  'iat',
  'jti',
  'cnf',
  'act',
  'authorization_details',
  'sid',
  'txn',
  'dlg',
] as const satisfies readonly (keyof DelegatedClaims)[];

/** The latest instant at which the delegation could still end, whatever is decided. */
function latestEnd({ clocks, requested }: Delegation): Date {
  const { decideBy, notBefore, startWithinSeconds } = clocks;
  const latest = notBefore && notBefore > decideBy ? notBefore : decideBy;
  return later(latest, startWithinSeconds + longestDuration(requested));
}

export interface GrantTokenInput {
  readonly issuer: string;
  readonly delegation: Delegation;
  readonly confirmation: Confirmation;
  readonly now: Date;
  readonly session?: Session;
}

/** Names one delegation, and one session when it was made for one. Proves nothing by itself. */
export function grantClaims({ issuer, delegation, confirmation, now, session }: GrantTokenInput) {
  const end = session?.expiresAt ?? latestEnd(delegation);
  return {
    iss: issuer,
    aud: issuer,
    sub: delegation.subjectId,
    client_id: delegation.clientId,
    cnf: confirmation,
    may_act: { iss: issuer, sub: delegation.actor.id },
    dlg: { id: delegation.id },
    ...(session === undefined ? {} : { sid: session.id }),
    iat: Math.floor(now.getTime() / 1000),
    exp: Math.floor(end.getTime() / 1000),
    jti: newId('tok', now.getTime()),
  };
}
