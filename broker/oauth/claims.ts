import type { PeopleDomain } from '../identity/principal.ts';
import { newId, type PersonId, type SignInId } from '../ids.ts';
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
