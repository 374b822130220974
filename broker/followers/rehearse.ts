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

/** Requests wait for as long as this many take. */
const AT_ONCE = 50;

/**
 * What an activation would do to these sessions, as far as the database: it ends nothing and writes nothing. Answers how
 * many would end.
 */
export async function rehearse(
  services: Services,
  { policy, known, ids }: Rehearsal,
  isOver: () => boolean,
): Promise<number> {
  let ends = 0;
  const count = (entries: readonly Entry[]) => {
    ends += entries.filter(({ type }) => type === 'session.ended').length;
  };
  const real = contextFor(services, { requestId: newRequestId() });
  const context: Context = {
    ...real,
    policy: policy.forMany(),
    record: recordOn(nowhere, real.request, () => real.clock.now(), count),
    burn: unsent,
  };
  for (let at = 0; at < ids.length && !isOver(); at += AT_ONCE)
    await judgeThese(context, ids.slice(at, at + AT_ONCE), known);
  return ends;
}

/** After this many sessions the code is compiled. */
const ENOUGH = 8_000;
/** And this many at a time, so that others have their turn. */
const A_TIME = 2_000;

/**
 * An activation runs code that has not run for days, which takes twice as long, and until it is through honest tokens
 * are refused. Therefore it is rehearsed while a version is proposed, until it cannot get faster.
 */
export function rehearsing(services: Services, enough = ENOUGH) {
  let last = { version: '', sessions: 0 };
  return {
    async next(rehearsal: Rehearsal, isOver: () => boolean): Promise<void> {
      const { version } = rehearsal.policy;
      const ids = rehearsal.ids.slice(0, A_TIME);
      if (last.version !== version) last = { version, sessions: 0 };
      if (ids.length === 0 || last.sessions >= enough) return;
      const ends = await rehearse(services, { ...rehearsal, ids }, isOver);
      if (last.sessions === 0)
        services.log.info({ policy: version, ends, of: ids.length }, 'A proposed version was rehearsed.');
      last.sessions += ids.length;
    },
  };
}
