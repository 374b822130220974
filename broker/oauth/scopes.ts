import type { PeopleDomain } from '../identity/principal.ts';
import type { Client } from './clients/store.ts';
import { freshIdTokenSeconds } from './sign-in/lifetimes.ts';

const ofDomain: Record<PeopleDomain, readonly string[]> = {
  support: ['delegation.request', 'delegation.run'],
  admin: [],
  customer: ['consent.give', 'consent.revoke', 'history.read'],
};

const ofAdminRole: Readonly<Record<string, readonly string[]>> = {
  approver: ['delegation.approve', 'delegation.revoke', 'alert.manage', 'review.sign'],
  emergency_approver: ['delegation.approve', 'delegation.revoke', 'alert.manage', 'review.sign'],
  policy_owner: ['policy.propose', 'policy.activate', 'review.sign'],
  auditor: ['audit.read', 'review.sign', 'review.manage'],
  people_admin: ['people.manage', 'client.manage', 'review.sign', 'review.manage'],
};

const serviceScopes = [
  'delegation.request',
  'delegation.run',
  'outcomes.write',
  'signals.read',
  'introspect',
  'keys.rotate',
  'decisions.read',
  'passkeys.enrol',
  'global_revoke',
  'policy.propose',
  'tickets.write',
] as const;

const wantFreshIdToken = new Set(['delegation.approve', 'policy.activate']);

export const allScopes: readonly string[] = [
  ...new Set([...Object.values(ofDomain), ...Object.values(ofAdminRole), serviceScopes].flat()),
];

/** The domain and its roles fix the scopes. */
export function scopesOf(domain: PeopleDomain, roles: readonly string[]): string[] {
  const ofRoles = domain === 'admin' ? roles.flatMap((role) => ofAdminRole[role] ?? []) : [];
  return [...new Set([...ofDomain[domain], ...ofRoles])].sort();
}

/** A door hands on no more than it is registered for; what a service is registered for are its own scopes. */
export function registeredFor(client: Client, scopes: readonly string[]): string[] {
  return scopes.filter((scope) => client.kind === 'service' || client.scopes.includes(scope));
}

export function whileFresh(
  domain: PeopleDomain,
  scopes: readonly string[],
  idTokenIssuedAt: Date,
  now: Date,
): string[] {
  const old = domain === 'admin' && now.getTime() - idTokenIssuedAt.getTime() > freshIdTokenSeconds * 1000;
  return scopes.filter((scope) => !old || !wantFreshIdToken.has(scope));
}

/** RFC 6749 §3.3. Undefined when more is asked for than may be given. */
export function narrowed(requested: string | undefined, granted: readonly string[]): string[] | undefined {
  if (requested === undefined) return [...granted];
  const asked = [...new Set(requested.split(' ').filter((scope) => scope !== ''))];
  return asked.length > 0 && asked.every((scope) => granted.includes(scope)) ? asked : undefined;
}

/** Who is given it: the domains whose people all are, the roles of `admin`, services. For the documentation. */
export function holdersOf(scope: string): string[] {
  const domains = Object.entries(ofDomain).flatMap(([domain, scopes]) =>
    scopes.includes(scope) ? [domain] : [],
  );
  const roles = Object.entries(ofAdminRole).flatMap(([role, scopes]) =>
    scopes.includes(scope) ? [role] : [],
  );
  const services: readonly string[] = serviceScopes;
  return [
    ...domains,
    ...(roles.length > 0 ? [`admin (${roles.join(', ')})`] : []),
    ...(services.includes(scope) ? ['service'] : []),
  ];
}
