import type { PeopleId, PersonId, ServiceId, SignInId } from '../ids.ts';

export const peopleDomains = ['support', 'admin', 'customer'] as const;
export type PeopleDomain = (typeof peopleDomains)[number];
export type Domain = PeopleDomain | 'service';

export const marks = ['privileged', 'staff', 'minor', 'legal_hold'] as const;
export type Mark = (typeof marks)[number];

/** Who calls the broker's own API, as its token and the database say at this moment. */
export interface Principal {
  domain: Domain;
  id: PeopleId | ServiceId;
  /** Undefined for services, and for staff whose issuer names no person: they cannot approve. */
  person: PersonId | undefined;
  name: string;
  roles: readonly string[];
  groups: readonly string[];
  scopes: readonly string[];
  clientId: string;
  /** Of a service: the human being who answers for it, by id or address as registered. */
  owner?: string;
  /** Undefined for services. */
  signInId: SignInId | undefined;
  /** Exactly one of the two is set: what the token is bound to. */
  jkt: string | undefined;
  x5t: string | undefined;
  authTime: Date | undefined;
  acr: string | undefined;
  amr: readonly string[];
  /** Of a service's own token; a person's counts from the sign-in. */
  issuedAt?: Date;
  expiresAt: Date;
}
