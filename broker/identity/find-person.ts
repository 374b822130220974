import { and, eq } from 'drizzle-orm';
import type { SealedReader } from '../seals/sealed-reader.ts';
import { type DirectoryPerson, selectPeople } from './store.ts';
import { people } from './tables.ts';

export async function findPerson(reader: SealedReader, id: string): Promise<DirectoryPerson | undefined> {
  return (await selectPeople(reader, eq(people.id, id), 1))[0];
}

export async function findPersonOfIssuer(
  reader: SealedReader,
  iss: string,
  sub: string,
): Promise<DirectoryPerson | undefined> {
  return (await selectPeople(reader, and(eq(people.iss, iss), eq(people.sub, sub)), 1))[0];
}

/** Every account of one person, in all domains. */
export async function accountsOfPerson(reader: SealedReader, person: string): Promise<DirectoryPerson[]> {
  return selectPeople(reader, eq(people.personId, person));
}
