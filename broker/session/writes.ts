import { and, eq, isNull, type SQL, sql } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { insertInto, update } from '../db/build.ts';
import { oneOf } from '../db/one-of.ts';
import type { Seals } from '../seals/seals.ts';
import type { Ender } from './lifecycle.ts';
import type { Level, Revealed, Session } from './session.ts';
import { living, notEnded } from './store.ts';
import { sessions } from './tables.ts';

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

/** Ends each of these rows, if nobody has yet. What has ended has no seal and needs none. */
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
