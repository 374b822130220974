import type { Context } from '../context.ts';
import type { PeopleDomain, Principal } from '../identity/principal.ts';
import { type FoundCustomer, searchCustomers } from '../identity/search-customers.ts';
import { type FoundColleague, searchStaff } from '../identity/search-staff.ts';
import { refuseUnlessOverseer } from './overseers.ts';

export type FoundPerson =
  | ({ domain: 'customer' } & FoundCustomer)
  | ({ domain: 'support' | 'admin' } & FoundColleague);

/** Whom a decision was about, or whom one could be: for whoever looks into policy, and on record like every search. */
export async function searchPeople(
  context: Context,
  { principal, domain, text }: { principal: Principal; domain: PeopleDomain; text: string },
): Promise<FoundPerson[]> {
  refuseUnlessOverseer(principal);
  if (domain === 'customer')
    return (await searchCustomers(context, principal, text)).map((one) => ({ domain, ...one }));
  return (await searchStaff(context, principal, { domain, text })).map((one) => ({ domain, ...one }));
}
