import type { Context } from '../context.ts';
import type { Reader } from '../db/client.ts';
import { oneOf } from '../db/one-of.ts';
import { consenterHolds, type DirectoryPerson, peopleRead, personFrom } from '../identity/store.ts';
import { accountConsenters, accounts, people } from '../identity/tables.ts';
import type { SealedReader } from '../seals/sealed-reader.ts';
import type { Seals } from '../seals/seals.ts';
import { consenterOf, type Delegation } from './delegation.ts';
import { type Known, knownAccounts } from './judge-grant.ts';
import type { ConsentRight } from './may-consent.ts';

const ALL = 1_000_000;

export interface ManyConcerned {
  of(delegation: Delegation): Known;
  person(id: string): DirectoryPerson | undefined;
}

export type Found<What> = ReadonlyMap<string, What>;

/** Where it comes from: whom and what many delegations are about, as far as their seals hold. */
export interface Directory {
  people(ids: readonly string[]): Promise<Found<DirectoryPerson>>;
  /** By owner. */
  accounts(ownerIds: readonly string[]): Promise<Found<Known['accounts']>>;
  /** By who may consent. */
  rights(customerIds: readonly string[]): Promise<Found<readonly ConsentRight[]>>;
}

function grouped<Row>(rows: readonly Row[], keyOf: (row: Row) => string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group) group.push(row);
    else groups.set(keyOf(row), [row]);
  }
  return groups;
}

/** What is selected for it, to be gathered with other selects, and what becomes of the rows. */
export const peopleOf = {
  select: (reader: Reader, ids: readonly string[]) => peopleRead(reader, oneOf(people.id, ids), ALL),
  made: (rows: Awaited<ReturnType<typeof peopleRead>>, seals: Seals): Found<DirectoryPerson> =>
    new Map(rows.map((row) => [row.id as string, personFrom(row, seals)])),
};

const { backend, id, ownerId, seal } = accounts;

export const accountsOf = {
  select: (reader: Reader, ownerIds: readonly string[]) =>
    reader.select({ backend, id, ownerId, seal }).from(accounts).where(oneOf(ownerId, ownerIds)),
  made: (
    rows: Pick<typeof accounts.$inferSelect, 'backend' | 'id' | 'ownerId' | 'seal'>[],
    seals: Seals,
  ): Found<Known['accounts']> => {
    const byOwner = [...grouped(rows, (row) => row.ownerId)];
    return new Map(byOwner.map(([owner, owned]) => [owner, knownAccounts(owned, seals)]));
  },
};

export const rightsOf = {
  select: (reader: Reader, customerIds: readonly string[]) =>
    reader.select().from(accountConsenters).where(oneOf(accountConsenters.customerId, customerIds)),
  made: (rows: (typeof accountConsenters.$inferSelect)[], seals: Seals): Found<readonly ConsentRight[]> => {
    const holding = rows.filter((row) => consenterHolds(row, seals));
    return grouped(holding, (row) => row.customerId);
  },
};

export function directoryOf(reader: SealedReader): Directory {
  const { seals } = reader;
  return {
    people: async (ids) => peopleOf.made(await peopleOf.select(reader, ids), seals),
    accounts: async (owners) => accountsOf.made(await accountsOf.select(reader, owners), seals),
    rights: async (customers) => rightsOf.made(await rightsOf.select(reader, customers), seals),
  };
}

/**
 * Whom and what many delegations are about, in a few queries instead of two for each; everybody's seals are looked at
 * once, whether they act, are the subject of something or have signed. Of accounts only those that are the subjects'
 * own: an account of anybody else is refused by the guard rails, and so is one that is nobody's.
 */
export async function concernedByMany(
  { reader }: Pick<Context, 'reader'>,
  delegations: readonly Delegation[],
  directory: Directory = directoryOf(reader),
): Promise<ManyConcerned> {
  const subjects = [...new Set(delegations.map(({ subjectId }) => subjectId))];
  const signersOf = (one: Delegation) =>
    [...one.reviews.map(({ signerId }) => signerId), consenterOf(one)].filter((id) => id !== undefined);
  const involved = delegations.flatMap((one) => [one.actor.id, one.subjectId, ...signersOf(one)]);
  const consenters = delegations.map(consenterOf).filter((id) => id !== undefined);
  const [byId, byOwner, byConsenter] = await Promise.all([
    directory.people([...new Set(involved)]),
    directory.accounts(subjects),
    directory.rights([...new Set(consenters)]),
  ]);
  return {
    of: (delegation) => ({
      subject: byId.get(delegation.subjectId),
      signers: [...new Set(signersOf(delegation))].flatMap((id) => byId.get(id) ?? []),
      accounts: byOwner.get(delegation.subjectId) ?? [],
      rights: byConsenter.get(consenterOf(delegation) ?? '') ?? [],
    }),
    person: (id) => byId.get(id),
  };
}
