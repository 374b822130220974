import type { Context } from '../context.ts';
import { gather } from '../db/gather.ts';
import { oneOf } from '../db/one-of.ts';
import { type DirectoryPerson, peopleRead, personFrom } from '../identity/store.ts';
import { accountConsenters, accounts, people } from '../identity/tables.ts';
import { consenterOf, type Delegation } from './delegation.ts';
import { type Known, knownAccounts } from './judge-grant.ts';

const ALL = 1_000_000;

export interface ManyConcerned {
  of(delegation: Delegation): Known;
  person(id: string): DirectoryPerson | undefined;
}

/**
 * Whom and what many delegations are about, in one query instead of two for each; everybody's seals are looked at once,
 * whether they act, are the subject of something or have signed. Of accounts only those that are
 * the subjects' own: an account of anybody else is refused by the guard rails, and so is one that is nobody's.
 */
export async function concernedByMany(
  { reader, seals }: Context,
  delegations: readonly Delegation[],
): Promise<ManyConcerned> {
  const subjects = [...new Set(delegations.map(({ subjectId }) => subjectId))];
  const signersOf = (one: Delegation) =>
    [...one.reviews.map(({ signerId }) => signerId), consenterOf(one)].filter((id) => id !== undefined);
  const involved = delegations.flatMap((one) => [one.actor.id, one.subjectId, ...signersOf(one)]);
  const consenters = delegations.map(consenterOf).filter((id) => id !== undefined);
  const { found, owned, rights } = await gather(reader, {
    found: peopleRead(reader, oneOf(people.id, [...new Set(involved)]), ALL),
    owned: reader
      .select({
        backend: accounts.backend,
        id: accounts.id,
        ownerId: accounts.ownerId,
        seal: accounts.seal,
      })
      .from(accounts)
      .where(oneOf(accounts.ownerId, subjects)),
    rights: reader
      .select()
      .from(accountConsenters)
      .where(oneOf(accountConsenters.customerId, [...new Set(consenters)])),
  });
  const byId = new Map(found.map((row) => [row.id as string, personFrom(row, seals)]));
  const byOwner = new Map<string, typeof owned>();
  for (const account of owned)
    byOwner.set(account.ownerId, [...(byOwner.get(account.ownerId) ?? []), account]);
  const byConsenter = new Map<string, typeof rights>();
  for (const right of rights)
    byConsenter.set(right.customerId, [...(byConsenter.get(right.customerId) ?? []), right]);
  return {
    of: (delegation) => ({
      subject: byId.get(delegation.subjectId),
      signers: [...new Set(signersOf(delegation))].flatMap((id) => byId.get(id) ?? []),
      accounts: knownAccounts(byOwner.get(delegation.subjectId) ?? [], seals),
      rights: byConsenter.get(consenterOf(delegation) ?? '') ?? [],
    }),
    person: (id) => byId.get(id),
  };
}
