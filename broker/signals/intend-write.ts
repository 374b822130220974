import { and, eq, type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import { type Write, write } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { update } from '../db/build.ts';
import type { Reader } from '../db/client.ts';
import { Refusal } from '../errors.ts';
import { endOverspent } from '../session/end-overspent.ts';
import type { Level, Session } from '../session/session.ts';
import { living } from '../session/store.ts';
import { sessions } from '../session/tables.ts';
import { type Backend, type Deed, entryOf, findToken, refused, refuseUnlessCarried } from './deed.ts';
import { outcomeIntents } from './tables.ts';
import { noteReports } from './token-use.ts';

export type Intent = typeof outcomeIntents.$inferSelect;

export async function findIntent(reader: Reader, backend: Backend, id: string): Promise<Intent | undefined> {
  const [row] = await reader
    .select()
    .from(outcomeIntents)
    .where(and(eq(outcomeIntents.clientId, backend.clientId), eq(outcomeIntents.id, id)));
  return row;
}

export function refuseUnlessSame(intent: Intent, { jti, action, identifier }: Deed): void {
  if (intent.jti === jti && intent.action === action && intent.identifier === identifier) return;
  throw refused('intent_mismatch', 'The intent of that id is another.');
}

/** Locks the session's row: every stop writes there, so it comes before this use or after it. */
export function spend(
  session: Session,
  { jti, identifier }: { jti: string; identifier?: string | undefined },
  now: SQL<Date>,
  level: Level = 'write',
): Write {
  const touched = sql`${JSON.stringify(identifier === undefined ? [] : [identifier])}::jsonb`;
  const atLevel = (column: SQLWrapper) => (level === 'write' ? sql`${column} = 'write'` : sql`true`);
  const known = sql`${sessions.resourcesUsed} @> ${touched}`;
  const limit = (name: 'calls' | 'resources') => sql`(${sessions.budget}->>${sql.raw(`'${name}'`)})::int`;
  return write(
    update(sessions)
      .set({
        callsUsed: sql`${sessions.callsUsed} + 1`,
        resourcesUsed: sql`case when ${known} then ${sessions.resourcesUsed}
          else ${sessions.resourcesUsed} || ${touched} end`,
        lastUsedAt: now,
      })
      .where(
        and(
          eq(sessions.id, session.id),
          atLevel(sessions.level),
          living(now),
          sql`(${limit('calls')} is null or ${sessions.callsUsed} < ${limit('calls')})`,
          sql`(${limit('resources')} is null or ${known}
            or jsonb_array_length(${sessions.resourcesUsed}) < ${limit('resources')})`,
          sql`exists (select 1 from delegated_tokens t
            where t.jti = ${jti} and ${atLevel(sql`t.level`)} and t.expires_at > ${now})`,
          sql`not exists (select 1 from revoked_tokens r where r.jti = ${jti})`,
          // Under a newer policy version nothing counts until the session was judged again.
          sql`not exists (select 1 from active_policy a
            where a.name = 'active' and a.version <> ${sessions.policyVersion})`,
        ),
      ),
    { rows: 1, otherwise: refused('session_changed', 'The session has changed meanwhile.') },
  );
}

/** Shutting somebody out writes that person's row: it, too, comes before or after. */
function whileEnabled(actor: string): SQL {
  return actor.startsWith('svc_')
    ? sql`select c.id from clients c where c.id = ${actor} and c.disabled_at is null for share`
    : sql`select p.id from persons p join people q on q.person_id = p.id
        where q.id = ${actor} and p.disabled_at is null for share of p`;
}

/** The second statement: whoever revokes the token holds the session's row, and what was committed meanwhile is seen here. */
function keepIntent(
  session: Session,
  backend: Backend,
  id: string,
  deed: Deed,
  now: SQL<Date>,
  outcome: Outcome,
): Write {
  return write(
    sql`with enabled as materialized (${whileEnabled(session.actorId)})
      insert into outcome_intents (client_id, id, jti, resource, session_id, delegation_id, actor_id,
        subject_id, action, identifier, intended_at, alerted_at)
      select ${backend.clientId}, ${id}, ${deed.jti}, ${backend.resource}, ${session.id},
        ${session.delegation.id}, ${session.actorId}, ${session.subjectId}, ${deed.action},
        ${deed.identifier}, ${now}, ${outcome === 'awaited' ? sql`null::timestamptz` : now}
      from enabled where not exists (select 1 from revoked_tokens r where r.jti = ${deed.jti})
      on conflict do nothing`,
    { rows: 1, otherwise: refused('intent_lost', 'The intent could not be kept.') },
  );
}

/** `unheard`: whoever asks will not learn it, so that its absence is no alert; it is taken in all the same. */
type Outcome = 'awaited' | 'unheard';

/**
 * A write may begin only once this has come back. Asked again under the same id it is the same intent, and the
 * answer is what holds now: after a stop there is no second yes.
 */
export async function intendWrite(
  context: Context,
  backend: Backend,
  id: string,
  deed: Deed,
  outcome: Outcome = 'awaited',
): Promise<void> {
  try {
    await intend(context, backend, id, deed, outcome);
  } catch (error) {
    if (error instanceof Refusal && error.code === 'budget_spent') {
      const { sessionId } = await findToken(context.reader, backend, deed.jti);
      await endOverspent(context, sessionId, deed);
    }
    throw error;
  }
}

async function intend(
  context: Context,
  backend: Backend,
  id: string,
  deed: Deed,
  outcome: Outcome,
): Promise<void> {
  const known = await findIntent(context.reader, backend, id);
  if (known) return repeat(context, backend, known, deed);
  const { session } = await refuseUnlessCarried(context, backend, deed);
  const now = context.clock.sql;
  try {
    await context.record({
      writes: [spend(session, deed, now), keepIntent(session, backend, id, deed, now, outcome)],
      entries: [
        {
          type: 'outcome.intended',
          ...entryOf(session),
          jti: deed.jti,
          policyVersion: session.policyVersion,
          facts: { action: deed.action, identifier: deed.identifier, intent: id },
        },
      ],
    });
  } catch (error) {
    const meanwhile = await findIntent(context.reader, backend, id);
    if (meanwhile) return repeat(context, backend, meanwhile, deed);
    await refuseUnlessCarried(context, backend, deed);
    throw error;
  }
  await noteReports(context, [deed.jti]);
}

/** Its budget is spent already: everything else must hold still. */
async function repeat(context: Context, backend: Backend, intent: Intent, deed: Deed): Promise<void> {
  refuseUnlessSame(intent, deed);
  if (intent.status !== null) throw refused('intent_closed', 'What came of this intent is known already.');
  await refuseUnlessCarried(context, backend, deed, 'spent');
}
