import { and, asc, eq, gt, inArray, isNotNull, isNull, lte, ne, type SQL, sql } from 'drizzle-orm';
import { QueryBuilder } from 'drizzle-orm/pg-core';
import type { Reader } from '../../db/client.ts';
import { people, persons } from '../../identity/tables.ts';
import type { PeopleId, PersonId } from '../../ids.ts';
import type { Passkey, PasskeyId, PasskeyState } from './passkey.ts';
import { passkeys } from './tables.ts';

function passkeyOf(row: typeof passkeys.$inferSelect): Passkey {
  const { confirmedAt, confirmedBy, removedAt, removedBy, lastUsedAt, ownerId, personId, ...rest } = row;
  return {
    ...rest,
    id: row.id as PasskeyId,
    owner: ownerId as PeopleId,
    person: personId as PersonId,
    ...(confirmedAt ? { confirmedAt } : {}),
    ...(confirmedBy === null ? {} : { confirmedBy }),
    ...(removedAt ? { removedAt } : {}),
    ...(removedBy === null ? {} : { removedBy }),
    ...(lastUsedAt ? { lastUsedAt } : {}),
  };
}

export async function selectPasskeys(
  reader: Reader,
  where: SQL | undefined,
  page: { after?: string | undefined; limit?: number } = {},
): Promise<Passkey[]> {
  const after = page.after === undefined ? undefined : gt(passkeys.id, page.after);
  const found = reader.select().from(passkeys).where(and(where, after)).orderBy(asc(passkeys.id));
  return (await found.limit(page.limit ?? 200)).map(passkeyOf);
}

export async function findPasskey(reader: Reader, id: string): Promise<Passkey | undefined> {
  return (await selectPasskeys(reader, eq(passkeys.id, id), { limit: 1 }))[0];
}

export const ofOwner = (owner: string): SQL => eq(passkeys.ownerId, owner);
export const inState = (state: PasskeyState): SQL => eq(passkeys.state, state);

export async function activePasskeys(reader: Reader, owner: string): Promise<Passkey[]> {
  return selectPasskeys(reader, and(ofOwner(owner), inState('active')));
}

/**
 * Whether somebody has ever had a key that was let in; with `by`, at that instant. Having lost or removed it changes
 * nothing: otherwise whoever holds a session could take the key away and sign without one.
 */
export async function wasEnrolled(reader: Reader, owner: string, by?: Date): Promise<boolean> {
  const confirmed = by === undefined ? isNotNull(passkeys.confirmedAt) : lte(passkeys.confirmedAt, by);
  return (await reader.$count(passkeys, and(ofOwner(owner), confirmed))) > 0;
}

/** Somebody else of the admin domain, not shut out, who has a key that could let this one in. */
export function anotherEnrolled(person: string): SQL {
  const others = new QueryBuilder()
    .select({ id: people.id })
    .from(people)
    .innerJoin(persons, eq(persons.id, people.personId))
    .where(and(eq(people.domain, 'admin'), ne(people.personId, person), isNull(persons.disabledAt)));
  const theirs = new QueryBuilder()
    .select({ one: sql`1` })
    .from(passkeys)
    .where(and(inState('active'), inArray(passkeys.ownerId, others)));
  return sql`exists ${theirs}`;
}
