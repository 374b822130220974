import { and, eq, inArray, type SQL } from 'drizzle-orm';
import type { Reader } from '../db/client.ts';
import type { PeopleId, PersonId } from '../ids.ts';
import type { Mark, PeopleDomain } from './principal.ts';
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
  groups: readonly string[];
  marks: readonly Mark[];
  enabled: boolean;
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
  marks: people.marks,
  disabledAt: persons.disabledAt,
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

export function personFrom(row: Awaited<ReturnType<typeof peopleRead>>[number]): DirectoryPerson {
  return {
    id: row.id as PeopleId,
    domain: row.domain,
    iss: row.iss,
    sub: row.sub,
    person: row.key === null && row.domain !== 'customer' ? undefined : (row.personId as PersonId),
    name: row.name,
    email: row.email ?? undefined,
    groups: row.groups,
    marks: row.marks,
    enabled: row.disabledAt === null,
  };
}

export async function selectPeople(
  reader: Reader,
  where: SQL | undefined,
  limit = 1000,
): Promise<DirectoryPerson[]> {
  return (await peopleRead(reader, where, limit)).map(personFrom);
}

export async function selectAccounts(reader: Reader, where: SQL | undefined): Promise<DirectoryAccount[]> {
  const rows = await reader.select().from(accounts).where(where).orderBy(accounts.backend, accounts.id);
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
      .map((one) => one.customerId as PeopleId),
    label: row.label,
  }));
}

/** A LIKE pattern that finds the text anywhere and means nothing but the text. */
export function containing(text: string): string {
  return `%${text.toLowerCase().replace(/[\\%_]/g, (character) => `\\${character}`)}%`;
}
