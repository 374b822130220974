import { and, gt, inArray, max, type SQL, sql } from 'drizzle-orm';
import { logEvents } from '../audit/tables.ts';
import type { Context } from '../context.ts';
import type { Reader } from '../db/client.ts';
import { gather, type Select } from '../db/gather.ts';
import { oneOf } from '../db/one-of.ts';
import {
  accountsOf,
  concernedByMany,
  type Directory,
  directoryOf,
  peopleOf,
  rightsOf,
} from '../delegation/concerned-by-many.ts';
import type { Delegation } from '../delegation/delegation.ts';
import type { Known } from '../delegation/judge-grant.ts';
import { stateAt } from '../delegation/lifecycle.ts';
import type { ConsentRight } from '../delegation/may-consent.ts';
import { DELEGATION_ENDS, findDelegations } from '../delegation/store.ts';
import { consents, delegations, reviews } from '../delegation/tables.ts';
import type { DirectoryPerson } from '../identity/store.ts';
import { accountConsenters, accounts, people, persons } from '../identity/tables.ts';
import { type KnownBySeal, knownBySeal, type SealsById } from '../seals/known-by-seal.ts';
import type { SealedReader } from '../seals/sealed-reader.ts';

export type Reading = Pick<Context, 'reader' | 'clock'>;

/** Where whoever judges many finds the grants, and whom they concern. */
export interface KnownGrants {
  /** Before the others: what the log has said since the last time. */
  listen(context: Reading): Promise<void>;
  grants(context: Reading, ids: readonly string[]): Promise<Map<string, Delegation>>;
  directory(context: Reading): Directory;
}

/** As the database has them now, and with what the log says of them. */
export const readAnew: KnownGrants = {
  listen: async () => undefined,
  grants: ({ reader, clock }, ids) => findDelegations(reader, ids, clock.now()),
  directory: ({ reader }) => directoryOf(reader),
};

const MOST = 50_000;

/** `each`: a key and its seals. One value comes back instead of a row for each of thousands. */
function sealsRead(reader: Reader, each: SQL) {
  return reader
    .select({ all: sql<Record<string, string> | null>`json_object_agg(each.key, each.seals)` })
    .from(sql`(${each}) as each(key, seals)`);
}

const asSeals = ([row]: { all: Record<string, string> | null }[]): SealsById =>
  new Map(Object.entries(row?.all ?? {}));

/** With what a hand in the database may change without touching a seal, as an operator would who wants to stop somebody. */
const grantSeals = (ids: readonly string[]) => sql`
  select ${delegations.id}, json_build_array(${delegations.status}, ${delegations.seal},
    (select json_build_array(${consents.seal}, ${consents.withdrawnAt})
      from ${consents} where ${consents.delegationId} = ${delegations.id}),
    (select json_agg(${reviews.seal} order by ${reviews.id})
      from ${reviews} where ${reviews.delegationId} = ${delegations.id}))::text
  from ${delegations} where ${oneOf(delegations.id, ids)}`;

const peopleSeals = (ids: readonly string[]) => sql`
  select ${people.id}, json_build_array(${people.seal}, ${persons.seal}, ${persons.disabledAt})::text
  from ${people} join ${persons} on ${persons.id} = ${people.personId} where ${oneOf(people.id, ids)}`;

const accountSeals = (ownerIds: readonly string[]) => sql`
  select ${accounts.ownerId}, json_agg(${accounts.seal} order by ${accounts.backend}, ${accounts.id})::text
  from ${accounts} where ${oneOf(accounts.ownerId, ownerIds)} group by ${accounts.ownerId}`;

const rightSeals = (customerIds: readonly string[]) => sql`
  select ${accountConsenters.customerId},
    json_agg(${accountConsenters.seal} order by ${accountConsenters.backend}, ${accountConsenters.accountId})::text
  from ${accountConsenters} where ${oneOf(accountConsenters.customerId, customerIds)}
  group by ${accountConsenters.customerId}`;

/** Every signature and the answer count: what did not hold was left out. */
function grantHolds({ state, reviews, consent }: Delegation, seals: string): boolean {
  const [, , answered, signed] = JSON.parse(seals) as [string, string, unknown, unknown[] | null];
  const isWhole = reviews.length === (signed?.length ?? 0) && (consent === undefined) === (answered === null);
  return state.status === 'granted' && isWhole;
}

const allHold = (made: readonly unknown[], seals: string): boolean =>
  made.length === (JSON.parse(seals) as unknown[]).length;

/** After which what is known of a grant, or of people, is asked for anew: the log may contradict their rows. */
const OF_GRANTS = [...DELEGATION_ENDS, 'consent.withdrawn'];
const OF_PEOPLE = [
  'directory.imported',
  'person.disabled',
  'person.enabled',
  'person.groups_changed',
  'person.membership_lapsed',
  'person.membership_reinstated',
];

function toldSince(reader: Reader, index: number) {
  return reader
    .selectDistinct({ kind: logEvents.kind, delegation: logEvents.delegation })
    .from(logEvents)
    .where(and(gt(logEvents.index, index), inArray(logEvents.kind, [...OF_GRANTS, ...OF_PEOPLE])));
}

/** What is not known is read in one statement with its seals: they may be those of before again by the next one. */
async function read<Rows extends Select, Made>(
  reader: SealedReader,
  known: KnownBySeal<Made>,
  sealsOf: (ids: readonly string[]) => SQL,
  from: {
    select: (reader: Reader, ids: readonly string[]) => Rows;
    made: (rows: Awaited<Rows>, seals: SealedReader['seals']) => ReadonlyMap<string, Made>;
  },
  ids: readonly string[],
): Promise<Map<string, Made>> {
  return known.of(asSeals(await sealsRead(reader, sealsOf(ids))), async (others) => {
    const select = { seals: sealsRead(reader, sealsOf(others)), rows: from.select(reader, others) };
    const { seals, rows } = await gather(reader, select);
    return { seals: asSeals(seals), made: from.made(rows, reader.seals) };
  });
}

export interface Remembering extends KnownGrants {
  /** Forgets all grants but these, and answers which of them are not known. */
  retain(ids: readonly string[]): string[];
  forget(): void;
}

/**
 * As they were read before, where they carry the seals of then and the log has said nothing since. What has lost its
 * seal, or does not hold, is read every time.
 */
export function remembering(): Remembering {
  const grants = knownBySeal<Delegation>(MOST, grantHolds);
  const persons = knownBySeal<DirectoryPerson>(MOST, ({ enabled }) => enabled);
  const owned = knownBySeal<Known['accounts']>(MOST, allHold);
  const rights = knownBySeal<readonly ConsentRight[]>(MOST, allHold);
  const all = [grants, persons, owned, rights];
  let heard: number | undefined;

  return {
    async listen({ reader }) {
      const { last, told } = await gather(reader, {
        last: reader.select({ index: max(logEvents.index) }).from(logEvents),
        // Of what was said before the first time, nothing is known that it could contradict.
        told: toldSince(reader, heard ?? Number.MAX_SAFE_INTEGER),
      });
      // With them the grants: whoever reads ahead then reads both.
      if (told.some(({ kind }) => OF_PEOPLE.includes(kind))) for (const one of all) one.forget();
      for (const { kind, delegation } of told)
        if (OF_GRANTS.includes(kind) && delegation !== null) grants.forget(delegation);
      heard = last[0]?.index ?? -1;
    },
    async grants({ reader, clock }, ids) {
      const now = asSeals(await sealsRead(reader, grantSeals(ids)));
      const at = clock.now();
      // A grant counts its changes, so that no seal of it ever comes back.
      const found = await grants.of(now, async (others) => ({
        seals: now,
        made: await findDelegations(reader, others, at),
      }));
      return new Map(
        [...found].map(([id, grant]) => [id, { ...grant, state: stateAt(grant.state, grant.clocks, at) }]),
      );
    },
    directory: ({ reader }) => ({
      people: (ids) => read(reader, persons, peopleSeals, peopleOf, ids),
      accounts: (ids) => read(reader, owned, accountSeals, accountsOf, ids),
      rights: (ids) => read(reader, rights, rightSeals, rightsOf, ids),
    }),
    retain: grants.retain,
    forget: () => {
      for (const one of all) one.forget();
      heard = undefined;
    },
  };
}

const AT_ONCE = 250;

/** Reads what these grants need to be judged, as far as it is not known, before somebody waits for it. */
export async function foresee(context: Reading, known: Remembering, ids: readonly string[]): Promise<void> {
  await known.listen(context);
  const others = known.retain(ids);
  for (let at = 0; at < others.length; at += AT_ONCE) {
    const found = await known.grants(context, others.slice(at, at + AT_ONCE));
    await concernedByMany(context, [...found.values()], known.directory(context));
  }
}
