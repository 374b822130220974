import { and, desc, eq, exists, inArray, lt, not, or, type SQL, sql } from 'drizzle-orm';
import { QueryBuilder } from 'drizzle-orm/pg-core';
import { logEvents } from '../audit/tables.ts';
import type { Reader } from '../db/client.ts';
import { oneOf } from '../db/one-of.ts';
import { findDelegations } from '../delegation/store.ts';
import { delegations } from '../delegation/tables.ts';
import { grantCutOff } from '../delegation/whose.ts';
import type { SealedReader } from '../seals/sealed-reader.ts';
import { sessionOf } from './row.ts';
import type { Session } from './session.ts';
import { sessions } from './tables.ts';

/** The log's word that a session is over, whatever its row says. */
export function endsOfSessionsRead(reader: Reader, where: SQL | undefined) {
  return reader
    .selectDistinct({ session: logEvents.session })
    .from(logEvents)
    .where(and(where, eq(logEvents.kind, 'session.ended')));
}

export async function selectSessions(
  reader: SealedReader,
  where: SQL | undefined,
  now: Date,
  limit = 1000,
  grantsOf = (ids: readonly string[]) => findDelegations(reader, ids, now),
): Promise<Session[]> {
  const rows = await reader.select().from(sessions).where(where).orderBy(desc(sessions.id)).limit(limit);
  const open = rows.filter(({ status }) => status === 'live').map(({ id }) => id);
  const [carrying, ended] = await Promise.all([
    grantsOf([...new Set(rows.map((row) => row.delegationId))]),
    open.length === 0 ? [] : endsOfSessionsRead(reader, oneOf(logEvents.session, open)),
  ]);
  const overInLog = new Set(ended.map(({ session }) => session));
  return rows.flatMap((row) => {
    const delegation = carrying.get(row.delegationId);
    return delegation
      ? [sessionOf(row, { delegation, isOverInLog: overInLog.has(row.id) }, now, reader.seals)]
      : [];
  });
}

export async function findSession(reader: SealedReader, id: string, now: Date): Promise<Session | undefined> {
  return (await selectSessions(reader, eq(sessions.id, id), now, 1))[0];
}

/** Newest first; `before` is the id of the last one of the page before. */
export function pageOfSessions(
  reader: SealedReader,
  visible: SQL | undefined,
  page: { status?: 'live' | 'ended' | undefined; before?: string | undefined; limit: number },
  clock: { sql: SQL<Date>; now(): Date },
): Promise<Session[]> {
  const where = and(
    visible,
    page.status === undefined ? undefined : sql`${living(clock.sql)} = ${page.status === 'live'}`,
    page.before ? lt(sessions.id, page.before) : undefined,
  );
  return selectSessions(reader, where, clock.now(), page.limit);
}

/** Rows that nobody has ended yet, whatever the clocks say. */
export const notEnded = eq(sessions.status, 'live');
export const ofDelegation = (id: string): SQL => eq(sessions.delegationId, id);
export const actedBy = (ids: readonly string[]): SQL => inArray(sessions.actorId, [...ids]);

/** By the database's clock: neither idle for too long, nor past the end of the agent's sign-in. */
function notIdle(now: SQL<Date>): SQL {
  return sql`(${sessions.lastUsedAt} + make_interval(secs => ${sessions.idleSeconds}) > ${now}
    and (${sessions.signInEndsAt} is null or ${sessions.signInEndsAt} > ${now}))`;
}

function carried(now: SQL<Date>, more?: SQL): SQL {
  return exists(
    new QueryBuilder()
      .select({ one: sql`1` })
      .from(delegations)
      .where(
        and(
          eq(delegations.id, sessions.delegationId),
          eq(delegations.status, 'granted'),
          sql`${delegations.expiresAt} > ${now}`,
          more,
        ),
      ),
  );
}

/**
 * Whether a session lives: its own row, through it the delegation's, and nothing that they stand on cut off. It stands
 * in every statement that decides.
 */
export function living(now: SQL<Date>): SQL {
  const uncut = not(grantCutOff(sessions.id));
  return sql`(${notEnded} and ${notIdle(now)} and ${carried(now, uncut)})`;
}

/** Nobody has used it for too long, or the agent's sign-in is over, and nobody has written that down. */
export function lapsedSessions(
  reader: SealedReader,
  clock: { sql: SQL<Date>; now(): Date },
  limit: number,
): Promise<Session[]> {
  return selectSessions(
    reader,
    and(notEnded, or(sql`not ${notIdle(clock.sql)}`, sql`not ${carried(clock.sql)}`)),
    clock.now(),
    limit,
  );
}

export async function isLiving(reader: Reader, id: string, now: SQL<Date>): Promise<boolean> {
  return (await reader.$count(sessions, and(eq(sessions.id, id), living(now)))) > 0;
}
