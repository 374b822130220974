import { type SQL, sql } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { oneOf } from '../db/one-of.ts';
import { concernedByMany, type Directory, directoryOf } from '../delegation/concerned-by-many.ts';
import type { Delegation } from '../delegation/delegation.ts';
import type { Known } from '../delegation/judge-grant.ts';
import { stateAt } from '../delegation/lifecycle.ts';
import type { ConsentRight } from '../delegation/may-consent.ts';
import { findDelegations } from '../delegation/store.ts';
import { consents, delegations, reviews } from '../delegation/tables.ts';
import type { DirectoryPerson } from '../identity/store.ts';
import { accountConsenters, accounts, people, persons } from '../identity/tables.ts';
import { knownBySeal, type SealsNow } from '../seals/known-by-seal.ts';

export type Reading = Pick<Context, 'reader' | 'clock'>;

/** Where whoever judges many finds the grants, and whom they concern. */
export interface KnownGrants {
  grants(context: Reading, ids: readonly string[]): Promise<Map<string, Delegation>>;
  directory(context: Reading): Directory;
}

/** As the database has them now, and with what the log says of them. */
export const readAnew: KnownGrants = {
  grants: ({ reader, clock }, ids) => findDelegations(reader, ids, clock.now()),
  directory: ({ reader }) => directoryOf(reader),
};

const MOST = 20_000;

/** `each`: a key and its seals. One value comes back instead of a row for each of thousands. */
async function sealsNow({ reader }: Reading, each: SQL): Promise<SealsNow> {
  const [row] = await reader
    .select({ all: sql<Record<string, string> | null>`json_object_agg(each.key, each.seals)` })
    .from(sql`(${each}) as each(key, seals)`);
  return new Map(Object.entries(row?.all ?? {}));
}

const grantSeals = (ids: readonly string[]) => sql`
  select ${delegations.id}, concat('grant ', ${delegations.seal},
    ' consent ', (select ${consents.seal} from ${consents} where ${consents.delegationId} = ${delegations.id}),
    ' reviews ', (select string_agg(coalesce(${reviews.seal}, '-'), ' ' order by ${reviews.id})
      from ${reviews} where ${reviews.delegationId} = ${delegations.id}))
  from ${delegations} where ${oneOf(delegations.id, ids)}`;

const peopleSeals = (ids: readonly string[]) => sql`
  select ${people.id}, concat('account ', ${people.seal}, ' person ', ${persons.seal})
  from ${people} join ${persons} on ${persons.id} = ${people.personId} where ${oneOf(people.id, ids)}`;

const accountSeals = (ownerIds: readonly string[]) => sql`
  select ${accounts.ownerId}, string_agg(coalesce(${accounts.seal}, '-'), ' ' order by ${accounts.backend}, ${accounts.id})
  from ${accounts} where ${oneOf(accounts.ownerId, ownerIds)} group by ${accounts.ownerId}`;

const rightSeals = (customerIds: readonly string[]) => sql`
  select ${accountConsenters.customerId}, string_agg(coalesce(${accountConsenters.seal}, '-'), ' '
    order by ${accountConsenters.backend}, ${accountConsenters.accountId})
  from ${accountConsenters} where ${oneOf(accountConsenters.customerId, customerIds)}
  group by ${accountConsenters.customerId}`;

/**
 * As they were read before, where they carry the seals of then. What has lost its seal, or never held, is read every
 * time. Not for what follows from a single change: there the log has a word to say, which only reading anew asks.
 */
export function remembering(): KnownGrants {
  const grants = knownBySeal<Delegation>(MOST, ({ state }) => state.status === 'granted');
  const persons = knownBySeal<DirectoryPerson>(MOST, ({ enabled }) => enabled);
  const owned = knownBySeal<Known['accounts']>(MOST, () => true);
  const rights = knownBySeal<readonly ConsentRight[]>(MOST, () => true);
  return {
    async grants(context, ids) {
      const now = await sealsNow(context, grantSeals(ids));
      const found = await grants.of(now, (others) => readAnew.grants(context, others));
      const at = context.clock.now();
      return new Map(
        [...found].map(([id, grant]) => [id, { ...grant, state: stateAt(grant.state, grant.clocks, at) }]),
      );
    },
    directory(context) {
      const anew = readAnew.directory(context);
      return {
        people: async (ids) => persons.of(await sealsNow(context, peopleSeals(ids)), anew.people),
        accounts: async (ids) => owned.of(await sealsNow(context, accountSeals(ids)), anew.accounts),
        rights: async (ids) => rights.of(await sealsNow(context, rightSeals(ids)), anew.rights),
      };
    },
  };
}

const AT_ONCE = 250;

/** Reads all that these grants need to be judged, before somebody waits for it. */
export async function foresee(context: Reading, known: KnownGrants, ids: readonly string[]): Promise<void> {
  for (let at = 0; at < ids.length; at += AT_ONCE) {
    const found = await known.grants(context, ids.slice(at, at + AT_ONCE));
    await concernedByMany(context, [...found.values()], known.directory(context));
  }
}
