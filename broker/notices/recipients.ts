import { and, eq, sql } from 'drizzle-orm';
import type { Context } from '../context.ts';
import type { Delegation } from '../delegation/delegation.ts';
import { findPerson } from '../identity/find-person.ts';
import { type DirectoryPerson, selectPeople } from '../identity/store.ts';
import { people } from '../identity/tables.ts';

type Directory = Pick<Context, 'reader' | 'policy'>;

export async function oneself({ reader }: Directory, id: string | undefined): Promise<DirectoryPerson[]> {
  const found = id === undefined ? undefined : await findPerson(reader, id);
  return found ? [found] : [];
}

const doors = { support: '/support', admin: '/admin', customer: '/account' } as const;
export const doorOf = ({ domain }: Pick<DirectoryPerson, 'domain'>): string => doors[domain];

/** Staff of any of these groups. */
export async function membersOf(
  { reader }: Directory,
  groups: readonly string[],
): Promise<DirectoryPerson[]> {
  if (groups.length === 0) return [];
  const member = sql`exists (select 1 from jsonb_array_elements_text(${people.groups}) named
    where named in ${[...new Set(groups)]})`;
  return selectPeople(reader, and(eq(people.domain, 'admin'), member));
}

export function withRole(directory: Directory, role: string): Promise<DirectoryPerson[]> {
  const groups = Object.entries(directory.policy.bundle.roles.admin ?? {}).flatMap(([group, roles]) =>
    roles.includes(role) ? [group] : [],
  );
  return membersOf(directory, groups);
}

/** Whom policy wants told of a delegation: `customer`, or a group by its name. */
export async function toBeNotified(directory: Directory, { obligations, subjectId }: Delegation) {
  const { notify } = obligations;
  return {
    customer: notify.includes('customer') ? await oneself(directory, subjectId) : [],
    staff: await membersOf(
      directory,
      notify.filter((name) => name !== 'customer'),
    ),
  };
}
