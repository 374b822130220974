import { and, eq, or, sql } from 'drizzle-orm';
import { hashOf } from '../audit/event.ts';
import type { Context } from '../context.ts';
import type { Principal } from './principal.ts';
import { mostRows, searchable } from './search-customers.ts';
import { containing, selectPeople } from './store.ts';
import { people } from './tables.ts';

export interface FoundColleague {
  id: string;
  name: string;
  groups: readonly string[];
}

/** Who works here, by a part of the name; on record as a search for customers is. */
export async function searchStaff(
  context: Context,
  principal: Principal,
  { domain, text }: { domain: 'support' | 'admin'; text: string },
): Promise<FoundColleague[]> {
  const query = searchable(text);
  const found = await selectPeople(
    context.reader,
    and(
      eq(people.domain, domain),
      or(sql`lower(${people.name}) like ${containing(query)}`, eq(people.id, query)),
    ),
    mostRows,
  );
  const ids = found.map(({ id }) => id);
  await context.record({
    writes: [],
    entries: [
      {
        type: 'directory.searched',
        actor: principal.id,
        facts: { results: ids.length, domain },
        hashes: { results: hashOf(ids) },
        detail: { query, results: ids },
      },
    ],
  });
  return found.map(({ id, name, groups }) => ({ id, name, groups }));
}
