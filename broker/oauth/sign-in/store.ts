import { and, eq, gt, isNull, ne, not, sql } from 'drizzle-orm';
import { type Write, write } from '../../audit/record.ts';
import type { Context } from '../../context.ts';
import { insertInto, update } from '../../db/build.ts';
import type { Reader } from '../../db/client.ts';
import { cutOff } from '../../identity/not-before.ts';
import { people, persons } from '../../identity/tables.ts';
import type { SignInId } from '../../ids.ts';
import { idleSeconds } from './lifetimes.ts';
import { refreshTokens, signIns } from './tables.ts';

export type SignIn = typeof signIns.$inferSelect;

export interface PresentedRefresh {
  signIn: SignIn;
  /** The generation of the token that was presented; the sign-in holds the current one. */
  generation: number;
  /** By the database's clock, in the statement that read them. */
  alive: boolean;
  insideRetryWindow: boolean;
  /** How often the family was rotated lately. */
  rotations: number;
}

const standsOn = { client: signIns.clientId, actor: signIns.peopleId, person: people.personId };

/** The person may be signed in, and this sign-in is from after everything that cut it off. */
export const personAlive = and(isNull(persons.disabledAt), not(cutOff(signIns.startedAt, standsOn)));

type SetHere = 'generation' | 'rotatedAt' | 'lastUsedAt' | 'startedAt' | 'endedAt' | 'endedBy';

const idleFor = sql`make_interval(secs => ${idleSeconds})`;

export async function findRefresh(
  context: Context,
  hash: string,
  { windowSeconds, stormSeconds }: { windowSeconds: number; stormSeconds: number },
): Promise<PresentedRefresh | undefined> {
  const now = context.clock.sql;
  const [row] = await context.reader
    .select({
      signIn: signIns,
      generation: refreshTokens.generation,
      alive: sql<boolean>`${signIns.endedAt} is null and ${signIns.endsAt} > ${now}
        and ${signIns.lastUsedAt} + ${idleFor} > ${now} and ${personAlive}`,
      rotations: sql<number>`(select count(*)::int from ${refreshTokens} rotated
        where rotated.sign_in_id = ${signIns.id} and rotated.generation > 0
        and rotated.issued_at + make_interval(secs => ${stormSeconds}) > ${now})`,
      insideRetryWindow: sql<boolean>`${signIns.rotatedAt} + make_interval(secs => ${windowSeconds}) > ${now}`,
    })
    .from(refreshTokens)
    .innerJoin(signIns, eq(signIns.id, refreshTokens.signInId))
    .innerJoin(people, eq(people.id, signIns.peopleId))
    .innerJoin(persons, eq(persons.id, people.personId))
    .where(eq(refreshTokens.hash, hash));
  return row;
}

/**
 * Begins only while the person is enabled, which the row lock orders with a disabling, and by an ID token that is not
 * from before a cut.
 */
export function begin(
  context: Context,
  row: Omit<typeof signIns.$inferSelect, SetHere>,
  refreshHash: string,
  otherwise: Error,
): Write[] {
  const now = context.clock.sql;
  const personRow = sql`(select ${people.personId} from ${people} where ${people.id} = ${row.peopleId})`;
  return [
    write(
      update(persons)
        .set({ disabledAt: null })
        .where(
          and(
            eq(persons.id, personRow),
            isNull(persons.disabledAt),
            not(
              cutOff(sql`${row.idTokenIssuedAt.toISOString()}::timestamptz`, {
                client: row.clientId,
                actor: row.peopleId,
                person: persons.id,
              }),
            ),
          ),
        ),
      { rows: 1, otherwise },
    ),
    write(
      insertInto(signIns).values({ ...row, generation: 0, rotatedAt: now, lastUsedAt: now, startedAt: now }),
      { rows: 1, otherwise },
    ),
    write(
      insertInto(refreshTokens).values({ hash: refreshHash, signInId: row.id, generation: 0, issuedAt: now }),
      {
        rows: 1,
        otherwise,
      },
    ),
  ];
}

/** One conditional write decides who rotates. */
export function rotate(context: Context, signIn: SignIn, successorHash: string, otherwise: Error): Write[] {
  const now = context.clock.sql;
  return [
    write(
      update(signIns)
        .set({ generation: signIn.generation + 1, rotatedAt: now, lastUsedAt: now })
        .where(
          and(
            eq(signIns.id, signIn.id),
            eq(signIns.generation, signIn.generation),
            isNull(signIns.endedAt),
            gt(signIns.endsAt, now),
          ),
        ),
      { rows: 1, otherwise },
    ),
    write(
      insertInto(refreshTokens).values({
        hash: successorHash,
        signInId: signIn.id,
        generation: signIn.generation + 1,
        issuedAt: now,
      }),
      { rows: 1, otherwise },
    ),
  ];
}

/** Still alive at commit: a retry, or a client whose tokens do not rotate. */
export function touch(context: Context, signIn: SignIn, otherwise: Error): Write {
  return write(
    update(signIns)
      .set({ lastUsedAt: context.clock.sql })
      .where(and(eq(signIns.id, signIn.id), isNull(signIns.endedAt), gt(signIns.endsAt, context.clock.sql))),
    { rows: 1, otherwise },
  );
}

export function end(context: Context, id: string, endedBy: NonNullable<SignIn['endedBy']>): Write {
  return write(
    update(signIns)
      .set({ endedAt: context.clock.sql, endedBy })
      .where(and(eq(signIns.id, id), isNull(signIns.endedAt))),
    { rows: 'any', otherwise: new Error('The sign-in cannot be ended.') },
  );
}

/** Live sign-ins that came from the same authentication at the provider: a repeated code flow replaces them. */
export async function fromSameAuthentication(
  reader: Reader,
  of: {
    clientId: string;
    peopleId: string;
    providerSession: string | null;
    authTime: Date | null;
    not: SignInId;
  },
): Promise<SignIn[]> {
  const { providerSession, authTime } = of;
  if (providerSession === null && authTime === null) return [];
  return reader
    .select()
    .from(signIns)
    .where(
      and(
        eq(signIns.clientId, of.clientId),
        eq(signIns.peopleId, of.peopleId),
        isNull(signIns.endedAt),
        ne(signIns.id, of.not),
        providerSession !== null
          ? eq(signIns.providerSession, providerSession)
          : authTime !== null
            ? eq(signIns.authTime, authTime)
            : undefined,
      ),
    );
}

/** Hashes of the refresh tokens of that generation: there is one. */
export async function currentHashes(
  context: Context,
  signInId: string,
  generation: number,
): Promise<string[]> {
  const rows = await context.reader
    .select({ hash: refreshTokens.hash })
    .from(refreshTokens)
    .where(and(eq(refreshTokens.signInId, signInId), eq(refreshTokens.generation, generation)));
  return rows.map(({ hash }) => hash);
}
