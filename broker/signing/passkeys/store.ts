import { and, asc, eq, gt, inArray, isNull, lte, ne, notInArray, type SQL, sql } from 'drizzle-orm';
import { QueryBuilder } from 'drizzle-orm/pg-core';
import { logEvents } from '../../audit/tables.ts';
import type { Context } from '../../context.ts';
import { people, persons } from '../../identity/tables.ts';
import type { PeopleId, PersonId } from '../../ids.ts';
import type { SealedReader } from '../../seals/sealed-reader.ts';
import type { Seals } from '../../seals/seals.ts';
import type { Passkey, PasskeyId, PasskeyState } from './passkey.ts';
import { passkeys } from './tables.ts';

type Row = typeof passkeys.$inferSelect;

function passkeyOf(row: Row, seals: Seals): Passkey {
  const { confirmedAt, confirmedBy, vouchedAt, removedAt, removedBy, lastUsedAt, ...others } = row;
  const { ownerId, personId, seal: _, ...rest } = others;
  const known = {
    ...rest,
    id: row.id as PasskeyId,
    owner: ownerId as PeopleId,
    person: personId as PersonId,
  };
  // What the broker did not write was never let in, and signs nothing.
  if (!seals.holds('passkeys', row.id, row)) return { ...known, state: 'removed' };
  return {
    ...known,
    ...(confirmedAt ? { confirmedAt } : {}),
    ...(confirmedBy === null ? {} : { confirmedBy }),
    ...(vouchedAt ? { vouchedAt } : {}),
    ...(removedAt ? { removedAt } : {}),
    ...(removedBy === null ? {} : { removedBy }),
    ...(lastUsedAt ? { lastUsedAt } : {}),
  };
}

/** What is sealed of a key; whatever counts and changes at every signature is not. */
export function sealOf({ owner, person, ...its }: Passkey, seals: Seals): string {
  return seals.of('passkeys', { ...its, ownerId: owner, personId: person });
}

/** A key stays known when it is removed, and so does its seal; whoever wrote the row meanwhile has none for it. */
export async function sealOfRemoved(
  { reader, seals }: Pick<Context, 'reader' | 'seals'>,
  id: string,
  change: { removedAt: Date; removedBy: string },
): Promise<SQL> {
  const [row] = await reader.select().from(passkeys).where(eq(passkeys.id, id));
  if (!row || !seals.holds('passkeys', id, row)) return sql`null`;
  const seal = seals.of('passkeys', { ...row, ...change, state: 'removed' });
  return sql`case when ${passkeys.seal} = ${row.seal} then ${seal} end`;
}

export async function selectPasskeys(
  reader: SealedReader,
  where: SQL | undefined,
  page: { after?: string | undefined; limit?: number } = {},
): Promise<Passkey[]> {
  const after = page.after === undefined ? undefined : gt(passkeys.id, page.after);
  const found = reader.select().from(passkeys).where(and(where, after)).orderBy(asc(passkeys.id));
  return (await found.limit(page.limit ?? 200)).map((row) => passkeyOf(row, reader.seals));
}

export async function findPasskey(reader: SealedReader, id: string): Promise<Passkey | undefined> {
  return (await selectPasskeys(reader, eq(passkeys.id, id), { limit: 1 }))[0];
}

export const ofOwner = (owner: string): SQL => eq(passkeys.ownerId, owner);
export const inState = (state: PasskeyState): SQL => eq(passkeys.state, state);

export async function activePasskeys(reader: SealedReader, owner: string): Promise<Passkey[]> {
  const found = await selectPasskeys(reader, and(ofOwner(owner), inState('active')));
  return found.filter(({ state }) => state === 'active');
}

/**
 * Whether somebody has ever had a key that was let in, or that was vouched for; with `at`, by that instant. Having lost or removed it changes
 * nothing: otherwise whoever holds a session could take the key away and sign without one. Neither has editing its
 * row, nor taking the row away once the log says that the key was let in.
 */
export async function wasEnrolled(
  reader: SealedReader,
  owner: string,
  { at: by, vouched = false }: { at?: Date | undefined; vouched?: boolean } = {},
): Promise<boolean> {
  const rows = await reader.select().from(passkeys).where(ofOwner(owner));
  const isEnrolled = (row: Row): boolean => {
    if (!reader.seals.holds('passkeys', row.id, row)) return true;
    const since = vouched ? row.vouchedAt : row.confirmedAt;
    return since !== null && (by === undefined || since <= by);
  };
  if (rows.some(isEnrolled)) return true;
  const known = rows.map(({ id }) => id);
  const gone = and(
    eq(logEvents.subject, owner),
    eq(logEvents.kind, 'passkey.confirmed'),
    eq(logEvents.outcome, 'done'),
    by === undefined ? undefined : lte(logEvents.time, by),
    known.length === 0 ? undefined : notInArray(logEvents.target, known),
  );
  return (await reader.$count(logEvents, gone)) > 0;
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
