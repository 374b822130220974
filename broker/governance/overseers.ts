import { Refusal } from '../errors.ts';
import type { Principal } from '../identity/principal.ts';

/** Policy as a whole, with its true reasons, is for who writes it and who audits it. */
export function refuseUnlessOverseer({ domain, roles }: Principal): void {
  if (domain !== 'admin')
    throw new Refusal('wrong_domain', 'Only policy owners and auditors look into policy.', { status: 403 });
  if (!roles.includes('policy_owner') && !roles.includes('auditor'))
    throw new Refusal('not_an_overseer', 'Only policy owners and auditors look into policy.', {
      status: 403,
    });
}

/** Nobody explores what they themselves could get. */
export function refuseAboutOneself({ person }: Principal, about: string | undefined): void {
  if (person === undefined || person === about)
    throw new Refusal('own_person', 'Nobody tries out what their own account could do.', { status: 403 });
}
