import { inArray } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { findAccount } from '../identity/find-account.ts';
import { type DirectoryPerson, selectPeople } from '../identity/store.ts';
import { people } from '../identity/tables.ts';
import type { Delegation } from './delegation.ts';
import { accountOf } from './details.ts';

type Directory = Pick<Context, 'reader'>;

/** Whoever may consent for every account that is named, as the directory has it now. */
export async function consentersOf({ reader }: Directory, { requested }: Delegation): Promise<string[]> {
  const named = new Map<string, { backend: string; id: string }>();
  for (const item of requested)
    for (const action of item.actions) {
      const backend = action.split(':')[0] ?? '';
      named.set(`${backend} ${accountOf(item)}`, { backend, id: accountOf(item) });
    }
  const lists = await Promise.all(
    [...named.values()].map(async ({ backend, id }) => (await findAccount(reader, backend, id))?.consenters),
  );
  const [first = [], ...others] = lists.map((list) => list ?? []);
  return [...new Set(first)].filter((id) => others.every((list) => list.includes(id)));
}

/** The customer's signature is a further person's: never the actor's own, or an approver's. */
export function isInsider(delegation: Delegation, person: string | undefined): boolean {
  const { behindPerson, actor, reviews } = delegation;
  const signed = [
    behindPerson ?? actor.person,
    ...reviews.filter(({ decision }) => decision === 'approve').map(({ signerPerson }) => signerPerson),
  ];
  return person === undefined || signed.includes(person);
}

/** Whoever of them could consent at this moment. */
export async function mayConsentNow(
  directory: Directory,
  delegation: Delegation,
): Promise<DirectoryPerson[]> {
  const ids = await consentersOf(directory, delegation);
  if (ids.length === 0) return [];
  const found = await selectPeople(directory.reader, inArray(people.id, ids));
  return found.filter(
    ({ domain, enabled, marks, person }) =>
      domain === 'customer' && enabled && !marks.includes('staff') && !isInsider(delegation, person),
  );
}
