import { and, eq, inArray, or, sql } from 'drizzle-orm';
import { hashOf } from '../audit/event.ts';
import type { Context } from '../context.ts';
import { Refusal } from '../errors.ts';
import { maskEmail } from './mask-email.ts';
import type { Principal } from './principal.ts';
import { containing, selectAccounts, selectPeople } from './store.ts';
import { accounts, people } from './tables.ts';

export interface FoundCustomer {
  id: string;
  name: string;
  emailMasked: string;
  accounts: { backend: string; identifier: string; label: string }[];
}

const leastCharacters = 3;
const mostCharacters = 100;
export const mostRows = 10;

export function searchable(text: string): string {
  const query = text.trim().normalize('NFC');
  if ([...query].length < leastCharacters || query.length > mostCharacters) {
    throw new Refusal('search_too_short', `Type at least ${leastCharacters} characters of a name.`, {
      status: 400,
    });
  }
  return query;
}

/** Looking for a customer is itself an act on customers' data: every search is on record. */
export async function searchCustomers(
  context: Context,
  principal: Principal,
  text: string,
): Promise<FoundCustomer[]> {
  const query = searchable(text);
  const pattern = containing(query);
  const found = await selectPeople(
    context.reader,
    and(
      eq(people.domain, 'customer'),
      or(
        sql`lower(${people.name}) like ${pattern}`,
        sql`lower(${people.email}) like ${pattern.slice(1)}`,
        eq(people.id, query),
        sql`exists (select 1 from ${accounts} where ${accounts.ownerId} = ${people.id} and ${accounts.id} = ${query.replace(/^account\//, '')})`,
      ),
    ),
    mostRows,
  );
  await context.record({
    writes: [],
    entries: [
      {
        type: 'directory.searched',
        actor: principal.id,
        facts: { results: found.length },
        hashes: { results: hashOf(found.map((customer) => customer.id)) },
        detail: { query, results: found.map((customer) => customer.id) },
      },
    ],
  });
  if (found.length === 0) return [];
  const owned = await selectAccounts(
    context.reader,
    inArray(
      accounts.ownerId,
      found.map((customer) => customer.id),
    ),
  );
  return found.map((customer) => ({
    id: customer.id,
    name: customer.name,
    emailMasked: maskEmail(customer.email),
    accounts: owned
      .filter((account) => account.owner === customer.id)
      .map(({ backend, identifier, label }) => ({ backend, identifier, label })),
  }));
}
