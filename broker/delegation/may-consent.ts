import { inArray } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { findAccount } from '../identity/find-account.ts';
import { type DirectoryPerson, selectPeople } from '../identity/store.ts';
import { type accountConsenters, people } from '../identity/tables.ts';
import type { Delegation } from './delegation.ts';
import { accountOf, type DelegationSession } from './details.ts';

type Directory = Pick<Context, 'reader'>;
type Details = readonly Pick<DelegationSession, 'identifier' | 'actions'>[];

/** Every account that is named, at each backend by itself. */
function accountsNamed(details: Details): { backend: string; id: string }[] {
  const named = new Map<string, { backend: string; id: string }>();
  for (const item of details)
    for (const action of item.actions) {
      const one = { backend: action.split(':')[0] ?? '', id: accountOf(item) };
      named.set(`${one.backend} ${one.id}`, one);
    }
  return [...named.values()];
}

/** Whoever may consent for every account that is named, as the directory has it now. */
async function consentersOf({ reader }: Directory, details: Details): Promise<string[]> {
  const lists = await Promise.all(
    accountsNamed(details).map(
      async ({ backend, id }) => (await findAccount(reader, backend, id))?.consenters ?? [],
    ),
  );
  const [first = [], ...others] = lists;
  return [...new Set(first)].filter((id) => others.every((list) => list.includes(id)));
}

export async function mayConsent(
  directory: Directory,
  customerId: string,
  details: Details,
): Promise<boolean> {
  return (await consentersOf(directory, details)).includes(customerId);
}

/** That somebody may consent for an account. */
export type ConsentRight = Pick<
  typeof accountConsenters.$inferSelect,
  'customerId' | 'backend' | 'accountId'
>;

/** The same from what was read already, as far as it holds. */
export function consentsByRight(
  customerId: string,
  details: Details,
  rights: readonly ConsentRight[],
): boolean {
  return accountsNamed(details).every(({ backend, id }) =>
    rights.some(
      (right) => right.customerId === customerId && right.backend === backend && right.accountId === id,
    ),
  );
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
  const ids = await consentersOf(directory, delegation.requested);
  if (ids.length === 0) return [];
  const found = await selectPeople(directory.reader, inArray(people.id, ids));
  return found.filter(
    ({ domain, enabled, marks, person }) =>
      domain === 'customer' && enabled && !marks.includes('staff') && !isInsider(delegation, person),
  );
}
