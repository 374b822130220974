import { eq, type SQL, sql } from 'drizzle-orm';
import type { Entry } from '../audit/event.ts';
import { type Write, write } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { update } from '../db/build.ts';
import { risksOf } from '../policy/bundle.ts';
import { endOverspent } from '../session/end-overspent.ts';
import type { Session } from '../session/session.ts';
import { living } from '../session/store.ts';
import { sessions } from '../session/tables.ts';
import { keepBatch } from './batch.ts';
import {
  type Backend,
  carryingSession,
  covers,
  type Deed,
  type DelegatedToken,
  entryOf,
  refused,
  tokensOf,
} from './deed.ts';
import type { OutcomeStatus } from './report-outcome.ts';
import { noteReports } from './token-use.ts';

export interface Read extends Deed {
  status: OutcomeStatus;
  at?: string;
}

/**
 * What has happened counts, whatever is left of the budget; only a live session lives longer by it. What was turned
 * away has touched nothing: otherwise whoever asks for what does not exist would make the row grow.
 */
function count(session: Session, token: DelegatedToken, reads: readonly Read[], now: SQL<Date>): Write {
  const done = reads.filter(({ status }) => status !== 'refused');
  const touched = sql`${JSON.stringify([...new Set(done.map(({ identifier }) => identifier))])}::jsonb`;
  const inUse = done.length > 0 ? sql`${token.expiresAt.toISOString()}::timestamptz > ${now}` : sql`false`;
  return write(
    update(sessions)
      .set({
        callsUsed: sql`${sessions.callsUsed} + ${reads.length}::int`,
        denialsUsed: sql`${sessions.denialsUsed} + ${reads.length - done.length}::int`,
        resourcesUsed: sql`(select coalesce(jsonb_agg(distinct each.value), '[]'::jsonb)
          from jsonb_array_elements(${sessions.resourcesUsed} || ${touched}) each)`,
        lastUsedAt: sql`case when ${living(now)} and ${inUse} then ${now} else ${sessions.lastUsedAt} end`,
      })
      .where(eq(sessions.id, session.id)),
    { rows: 1, otherwise: new Error('The reads could not be counted.') },
  );
}

/** Read, by a token that let it be read. Of what was turned away anything may be told: it was turned away. */
function plausible({ policy }: Context, backend: Backend, tokens: ReadonlyMap<string, DelegatedToken>) {
  const risks = risksOf(policy.bundle);
  return (read: Read): boolean => {
    if (read.status === 'refused') return true;
    const token = tokens.get(read.jti);
    return token !== undefined && risks.get(read.action) === 'read' && covers(token, backend, read);
  };
}

/** Actions and how often: what customers may read of it. */
function entryOfReads(session: Session, status: OutcomeStatus, reads: readonly Read[]): Entry {
  const counted = new Map<string, number>();
  for (const { action } of reads) counted.set(action, (counted.get(action) ?? 0) + 1);
  return {
    type: status === 'done' ? 'outcome.read' : `outcome.${status}`,
    outcome: status === 'refused' ? 'refused' : 'done',
    ...entryOf(session),
    facts: { calls: reads.length, ...Object.fromEntries(counted) },
    detail: { reads: reads.map(({ jti, action, identifier, at }) => ({ jti, action, identifier, at })) },
  };
}

/** One entry for all reads of a session in the batch that went the same way. */
export async function reportReads(
  context: Context,
  backend: Backend,
  id: string,
  reads: readonly Read[],
): Promise<void> {
  const jtis = [...new Set(reads.map(({ jti }) => jti))];
  const tokens = await tokensOf(context.reader, backend, jtis);
  const known = reads.filter(({ jti }) => tokens.has(jti));
  if (known.length === 0) throw refused('unknown_token', 'No token of these was issued for this backend.');
  const unknown = reads.length - known.length;
  const entries: Entry[] = [];
  const writes: Write[] = [];
  const isPlausible = plausible(context, backend, tokens);
  const carrying = new Map([...tokens.values()].map((token) => [token.sessionId, token]));
  for (const [sessionId, token] of carrying) {
    const session = await carryingSession(context, token);
    const told = known.filter(({ jti }) => tokens.get(jti)?.sessionId === sessionId);
    const own = told.filter(isPlausible);
    writes.push(count(session, token, own, context.clock.sql));
    if (own.length < told.length)
      entries.push({
        type: 'alert.unfit_report',
        ...entryOf(session),
        target: backend.clientId,
        facts: { calls: told.length - own.length },
      });
    for (const status of ['done', 'refused', 'failed'] as const) {
      const alike = own.filter((read) => read.status === status);
      if (alike.length > 0) entries.push(entryOfReads(session, status, alike));
    }
  }
  if (unknown > 0)
    entries.push({ type: 'alert.unknown_token', target: backend.clientId, facts: { calls: unknown } });
  await keepBatch(context, backend, id, reads, { writes, entries });
  for (const sessionId of carrying.keys()) await endOverspent(context, sessionId);
  await noteReports(context, [...tokens.keys()]);
}
