import { and, eq, inArray, type SQL, sql } from 'drizzle-orm';
import { logEvents } from '../audit/tables.ts';
import type { Reader } from '../db/client.ts';
import type { PeopleId, PersonId } from '../ids.ts';
import type { SealedReader } from '../seals/sealed-reader.ts';
import type { Seals } from '../seals/seals.ts';
import { countingGroups, lapseTurnsInLog } from './lapses.ts';
import type { Mark, PeopleDomain } from './principal.ts';
import { shownName } from './shown-name.ts';
import { accountConsenters, accounts, people, persons } from './tables.ts';

/** One account of a person with one identity domain. */
export interface DirectoryPerson {
  id: PeopleId;
  domain: PeopleDomain;
  iss: string;
  sub: string;
  /** Undefined: staff whose issuer names no person. */
  person: PersonId | undefined;
  name: string;
  email: string | undefined;
  /** Those that count. */
  groups: readonly string[];
  /** Those that would, but for their lapse. */
  lapsedGroups?: readonly string[];
  marks: readonly Mark[];
  enabled: boolean;
  /** Something other than the broker changed what is on record: nothing of it counts, and the person is not enabled. */
  isBroken?: true;
}

export interface DirectoryAccount {
  backend: string;
  id: string;
  /** `account/<id>`, as delegations name it. */
  identifier: string;
  owner: PeopleId;
  consenters: readonly PeopleId[];
  label: string;
}

/** The log's word that the person was shut out and not let in again, whatever the row says. */
export const disabledInLog = sql<boolean>`coalesce((select e.kind = 'person.disabled' from ${logEvents} e
  join ${people} known on known.id = e.target where known.person_id = ${persons.id}
  and e.kind in ('person.disabled', 'person.enabled') order by e."index" desc limit 1), false)`;

const columns = {
  id: people.id,
  domain: people.domain,
  iss: people.iss,
  sub: people.sub,
  personId: people.personId,
  key: persons.key,
  name: people.name,
  email: people.email,
  groups: people.groups,
  lapses: people.lapses,
  lapseTurnsInLog,
  marks: people.marks,
  disabledAt: persons.disabledAt,
  seal: people.seal,
  personSeal: persons.seal,
  disabledInLog,
};

export function peopleRead(reader: Reader, where: SQL | undefined, limit = 1000) {
  return reader
    .select(columns)
    .from(people)
    .innerJoin(persons, eq(persons.id, people.personId))
    .where(where)
    .orderBy(people.name, people.id)
    .limit(limit);
}

type PersonColumns = Pick<
  typeof people.$inferSelect,
  'id' | 'domain' | 'iss' | 'sub' | 'personId' | 'email' | 'groups' | 'lapses' | 'marks' | 'seal'
> & {
  readonly key: string | null;
  readonly disabledAt: Date | null;
  readonly personSeal: string | null;
  readonly disabledInLog: boolean;
  readonly lapseTurnsInLog: number;
};

/** The account as the broker last wrote it, and the person behind it. Whoever is disabled has no seal, and needs none. */
export function personHolds(row: PersonColumns, seals: Seals): boolean {
  const { id, domain, iss, sub, personId, email, groups, lapses, marks, seal } = row;
  const person = { id: personId, key: row.key, seal: row.personSeal };
  if (row.disabledAt === null && row.disabledInLog) {
    seals.broken('persons', personId);
    return false;
  }
  if (row.lapseTurnsInLog > (lapses?.turn ?? 0)) {
    seals.broken('people', id);
    return false;
  }
  return (
    seals.holds('people', id, { id, domain, iss, sub, personId, email, groups, lapses, marks, seal }) &&
    (row.disabledAt !== null || seals.holds('persons', personId, person))
  );
}

export function personFrom(
  row: Awaited<ReturnType<typeof peopleRead>>[number],
  seals: Seals,
): DirectoryPerson {
  const holds = personHolds(row, seals);
  const groups = holds ? countingGroups(row) : [];
  const lapsedGroups = holds ? row.groups.filter((group) => !groups.includes(group)) : [];
  return {
    id: row.id as PeopleId,
    domain: row.domain,
    iss: row.iss,
    sub: row.sub,
    person: row.key === null && row.domain !== 'customer' ? undefined : (row.personId as PersonId),
    name: shownName(row.name) ?? row.id,
    email: row.email ?? undefined,
    groups,
    ...(lapsedGroups.length === 0 ? {} : { lapsedGroups }),
    marks: row.marks,
    enabled: holds && row.disabledAt === null,
    ...(holds ? {} : { isBroken: true }),
  };
}

export async function selectPeople(
  reader: SealedReader,
  where: SQL | undefined,
  limit = 1000,
): Promise<DirectoryPerson[]> {
  return (await peopleRead(reader, where, limit)).map((row) => personFrom(row, reader.seals));
}

/** Whose it is, as the broker last wrote it. */
export function accountHolds(
  { backend, id, ownerId, seal }: Pick<typeof accounts.$inferSelect, 'backend' | 'id' | 'ownerId' | 'seal'>,
  seals: Seals,
): boolean {
  return seals.holds('accounts', `${backend}/${id}`, { backend, id, ownerId, seal });
}

export function consenterHolds(row: typeof accountConsenters.$inferSelect, seals: Seals): boolean {
  const { backend, accountId, customerId } = row;
  return seals.holds('account_consenters', `${backend}/${accountId}/${customerId}`, row);
}

export async function selectAccounts(
  reader: SealedReader,
  where: SQL | undefined,
): Promise<DirectoryAccount[]> {
  const found = await reader.select().from(accounts).where(where).orderBy(accounts.backend, accounts.id);
  const rows = found.filter((row) => accountHolds(row, reader.seals));
  if (rows.length === 0) return [];
  const consenters = await reader
    .select()
    .from(accountConsenters)
    .where(
      and(
        inArray(accountConsenters.backend, [...new Set(rows.map((row) => row.backend))]),
        inArray(
          accountConsenters.accountId,
          rows.map((row) => row.id),
        ),
      ),
    );
  return rows.map((row) => ({
    backend: row.backend,
    id: row.id,
    identifier: `account/${row.id}`,
    owner: row.ownerId as PeopleId,
    consenters: consenters
      .filter((one) => one.backend === row.backend && one.accountId === row.id)
      .filter((one) => consenterHolds(one, reader.seals))
      .map((one) => one.customerId as PeopleId),
    label: shownName(row.label) ?? row.id,
  }));
}

/** A LIKE pattern that finds the text anywhere and means nothing but the text. */
export function containing(text: string): string {
  return `%${text.toLowerCase().replace(/[\\%_]/g, (character) => `\\${character}`)}%`;
}
