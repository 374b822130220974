import { PgDialect } from 'drizzle-orm/pg-core';
import type { Entry } from '../audit/event.ts';
import { recordOn } from '../audit/record.ts';
import { type Context, contextFor, type Services } from '../context.ts';
import type { Database, Run } from '../db/client.ts';
import { newRequestId } from '../http/request-id.ts';
import type { Engine } from '../policy/engine.ts';
import { judgeThese } from './judge-sessions.ts';
import type { KnownGrants } from './known-grants.ts';

const dialect = new PgDialect();

/** Statements are put together, and go no further. */
const unsent: Run = async (statement) => {
  dialect.sqlToQuery(statement.getSQL());
  return { count: 0, rows: [] };
};

const nowhere: Pick<Database, 'run' | 'transaction'> = { run: unsent, transaction: (work) => work(unsent) };

interface Rehearsal {
  policy: Engine;
  known: KnownGrants;
  ids: readonly string[];
}

/**
 * What an activation would do to these sessions, as far as the database: it ends nothing and writes nothing. Answers how
 * many would end.
 */
export async function rehearse(services: Services, { policy, known, ids }: Rehearsal): Promise<number> {
  let ends = 0;
  const count = (entries: readonly Entry[]) => {
    ends += entries.filter(({ type }) => type === 'session.ended').length;
  };
  const real = contextFor(services, { requestId: newRequestId() });
  const context: Context = {
    ...real,
    policy,
    record: recordOn(nowhere, real.request, () => real.clock.now(), count),
    burn: unsent,
    // What a version that nobody has signed makes of them is no operator's concern.
    log: real.log.child({}, { level: 'silent' }),
  };
  await judgeThese(context, ids, known);
  return ends;
}

/** Of one version: by then the code that it takes is compiled. In an hour: nobody can propose more work than that. */
const ENOUGH = { sessions: 8_000, ms: 20_000 };
const HOUR_MS = 3_600_000;
/** At one look, so that a broker that is to stop does not go on. */
const A_LOOK_MS = 500;
/** Requests wait for as long as some of them take: as many as take this long. */
const AT_ONCE_MS = 20;
const MOST_AT_ONCE = 50;

/** Where Node was started with `--expose-gc`. */
function collectAll(): void {
  globalThis.gc?.();
}

/**
 * An activation runs code that has not run for days, which takes twice as long, and until it is through honest tokens
 * are refused. Therefore it is rehearsed while a version is proposed, until it cannot get faster; and then all that is over
 * is collected, so that no collection is due when it counts.
 */
export function rehearsing(
  services: Services,
  enough = ENOUGH,
  { now, collect } = { now: () => performance.now(), collect: collectAll },
) {
  let hour = { since: now(), ms: 0, sessions: new Map<string, number>() };
  const sessionsOf = ({ version }: Engine) => hour.sessions.get(version) ?? 0;
  const isSpent = (policy: Engine) => sessionsOf(policy) >= enough.sessions || hour.ms >= enough.ms;

  /** Answers how long it took. */
  async function some(rehearsal: Rehearsal): Promise<number> {
    const { policy, ids } = rehearsal;
    const began = now();
    try {
      await rehearse(services, rehearsal);
      hour.sessions.set(policy.version, sessionsOf(policy) + ids.length);
    } catch (error) {
      hour.sessions.set(policy.version, enough.sessions);
      services.log.warn(
        { err: error, policy: policy.version },
        'A proposed policy version cannot be rehearsed.',
      );
    }
    const took = now() - began;
    hour.ms += took;
    return took;
  }

  return {
    async next(rehearsal: Rehearsal, isOver: () => boolean): Promise<void> {
      const began = now();
      if (began - hour.since > HOUR_MS) hour = { since: began, ms: 0, sessions: new Map() };
      const policy = rehearsal.policy.forMany();
      for (let at = 0, size = 1; at < rehearsal.ids.length; ) {
        if (isSpent(policy) || isOver() || now() - began > A_LOOK_MS) return;
        const ids = rehearsal.ids.slice(at, at + size);
        const took = await some({ ...rehearsal, policy, ids });
        at += ids.length;
        if (sessionsOf(policy) >= enough.sessions) collect();
        size = took < AT_ONCE_MS ? Math.min(size * 2, MOST_AT_ONCE) : Math.max(1, size >> 1);
      }
    },
  };
}
