import { and, desc, eq, exists, inArray, isNull, lt, not, or, type SQL, sql } from 'drizzle-orm';
import { QueryBuilder } from 'drizzle-orm/pg-core';
import { logEvents } from '../audit/tables.ts';
import type { Context } from '../context.ts';
import { insertInto, update } from '../db/build.ts';
import type { Reader } from '../db/client.ts';
import { oneOf } from '../db/one-of.ts';
import { findDelegations } from '../delegation/store.ts';
import { delegations } from '../delegation/tables.ts';
import { grantCutOff } from '../delegation/whose.ts';
import type { SealedReader } from '../seals/sealed-reader.ts';
import type { Seals } from '../seals/seals.ts';
import type { Ender } from './lifecycle.ts';
import { sessionOf } from './row.ts';
import type { Level, Revealed, Session } from './session.ts';
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

/** All that makes the row: what is sealed is what is written. */
function rowOf(session: Session) {
  return {
    id: session.id,
    delegationId: session.delegation.id,
    clientId: session.clientId,
    actorId: session.actorId,
    domain: session.domain,
    subjectId: session.subjectId,
    status: 'live' as const,
    level: session.level,
    startedAt: session.startedAt,
    lastUsedAt: session.lastUsedAt,
    idleSeconds: session.idleSeconds,
    grantKey: session.grantKey,
    signInId: session.signInId ?? null,
    signInEndsAt: session.signInEndsAt ?? null,
    policyVersion: session.policyVersion,
    budget: session.budget,
    callsUsed: session.used.calls,
    resourcesUsed: [...session.used.resources],
    denialsUsed: session.used.denials,
    revealsUsed: session.used.reveals,
    revealed: revealedOf(session),
  };
}

function revealedOf({ revealed }: Session): Revealed | null {
  return Object.keys(revealed).length === 0 ? null : revealed;
}

/** The row's seal is made anew over what was read: that must be what is there. */
function revealsNoMore(session: Session): SQL {
  const revealed = revealedOf(session);
  return revealed === null
    ? isNull(sessions.revealed)
    : sql`${sessions.revealed} = ${JSON.stringify(revealed)}::text::jsonb`;
}

export function insertSession(session: Session, seals: Seals): SQL {
  const row = rowOf(session);
  return insertInto(sessions)
    .values({ ...row, decisionId: session.decisionId ?? null, seal: seals.of('sessions', row) })
    .getSQL();
}

/** Ends the row, if nobody has yet. What has ended has no seal and needs none. */
export function closeSession(id: string, at: Date, by: Ender, reason: string | undefined): SQL {
  return update(sessions)
    .set({
      status: 'ended',
      endedAt: at,
      endedKind: by.kind,
      endedById: 'id' in by ? by.id : null,
      endedReason: reason ?? null,
      seal: null,
    })
    .where(and(eq(sessions.id, id), notEnded))
    .getSQL();
}

/** The same end for many at once. */
export function closeSessions(ids: readonly string[], at: Date, by: Ender, reason: string | undefined): SQL {
  return update(sessions)
    .set({
      status: 'ended',
      endedAt: at,
      endedKind: by.kind,
      endedById: 'id' in by ? by.id : null,
      endedReason: reason ?? null,
      seal: null,
    })
    .where(and(oneOf(sessions.id, ids), notEnded))
    .getSQL();
}

/**
 * Holds only while it lives and nobody has changed its level. Whoever raises is judged for what changes things only, so
 * the version that judged the whole session stays.
 */
export function setLevel(
  session: Session,
  level: Level,
  { clock, seals }: Pick<Context, 'clock' | 'seals'>,
): SQL {
  return update(sessions)
    .set({
      level,
      lastUsedAt: clock.sql,
      seal: seals.of('sessions', rowOf({ ...session, level })),
    })
    .where(
      and(
        eq(sessions.id, session.id),
        eq(sessions.level, session.level),
        eq(sessions.policyVersion, session.policyVersion),
        revealsNoMore(session),
        living(clock.sql),
      ),
    )
    .getSQL();
}

/** Holds only while it lives as it was read: two who reveal at once do not take each other's away. */
export function setRevealed(
  session: Session,
  to: { revealed: Revealed; used: number },
  { clock, seals }: Pick<Context, 'clock' | 'seals'>,
): SQL {
  const { revealed, used } = to;
  return update(sessions)
    .set({
      revealed,
      revealsUsed: used,
      lastUsedAt: clock.sql,
      seal: seals.of('sessions', rowOf({ ...session, revealed })),
    })
    .where(
      and(
        eq(sessions.id, session.id),
        eq(sessions.level, session.level),
        eq(sessions.policyVersion, session.policyVersion),
        eq(sessions.revealsUsed, session.used.reveals),
        revealsNoMore(session),
        living(clock.sql),
      ),
    )
    .getSQL();
}

/**
 * Judged again and still allowed: their tokens count under the new version, each row under a seal of its own. Under one
 * that is not active any more nothing is stamped. It brings nothing to life that its clocks or a cut-off have ended:
 * whoever uses it asks for that.
 */
export function stampPolicy(
  allowed: readonly Session[],
  policyVersion: string,
  { seals }: Pick<Context, 'seals'>,
): SQL {
  const stamped = JSON.stringify(
    allowed.map((session) => ({
      id: session.id,
      level: session.level,
      judged_by: session.policyVersion,
      ...(revealedOf(session) === null ? {} : { revealed: session.revealed }),
      seal: seals.of('sessions', rowOf({ ...session, policyVersion })),
    })),
  );
  const stamps = sql`jsonb_to_recordset(${stamped}::text::jsonb)
    as stamp(id text, level text, judged_by text, revealed jsonb, seal text)`;
  return update(sessions)
    .set({ policyVersion, seal: sql`stamp.seal` })
    .from(stamps)
    .where(
      and(
        sql`${sessions.id} = stamp.id`,
        sql`${sessions.level} = stamp.level`,
        sql`${sessions.policyVersion} = stamp.judged_by`,
        sql`${sessions.revealed} is not distinct from stamp.revealed`,
        notEnded,
        sql`(select active.version from active_policy active where active.name = 'active') = ${policyVersion}`,
      ),
    )
    .getSQL();
}
