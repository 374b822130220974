import { and, eq, isNotNull, isNull, type SQL, sql } from 'drizzle-orm';
import { raisingAlert } from '../alerts/raise-alert.ts';
import type { Entry } from '../audit/event.ts';
import { type Write, write } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { update } from '../db/build.ts';
import { Refusal } from '../errors.ts';
import { delegatedTokens, sessions } from '../session/tables.ts';
import { outcomeIntents, tokenUses } from './tables.ts';

const PATIENCE_SECONDS = 30;
const BATCH = 100;

const quicker = new Refusal('raced', 'It was reported meanwhile.');

async function raise(
  context: Context,
  kind: 'outcome_missing' | 'use_unreported',
  told: Write,
  entry: Omit<Entry, 'type'>,
): Promise<number> {
  const { actor, subject, delegation, session, target } = entry;
  const alert = raisingAlert(context, kind, {
    ...(actor === undefined ? {} : { actorId: actor }),
    ...(subject === undefined ? {} : { subjectId: subject }),
    ...(delegation === undefined ? {} : { delegationId: delegation }),
    ...(session === undefined ? {} : { sessionId: session }),
    ...(target === undefined ? {} : { target }),
  });
  try {
    await context.record({ writes: [told, alert], entries: [{ type: `alert.${kind}`, ...entry }] });
    return 1;
  } catch (error) {
    if (error !== quicker) throw error;
    return 0;
  }
}

const before = (now: SQL<Date>) => sql`${now} - make_interval(secs => ${PATIENCE_SECONDS})`;

/** A write was allowed to begin, and nobody has said what came of it. */
async function alertIntents(context: Context): Promise<number> {
  const now = context.clock.sql;
  const open = and(isNull(outcomeIntents.status), isNull(outcomeIntents.alertedAt));
  const overdue = await context.reader
    .select()
    .from(outcomeIntents)
    .where(and(open, sql`${outcomeIntents.intendedAt} < ${before(now)}`))
    .limit(BATCH);
  let alerts = 0;
  for (const { clientId, id, ...intent } of overdue) {
    const statement = update(outcomeIntents)
      .set({ alertedAt: now })
      .where(and(eq(outcomeIntents.clientId, clientId), eq(outcomeIntents.id, id), open));
    alerts += await raise(context, 'outcome_missing', write(statement, { rows: 1, otherwise: quicker }), {
      actor: intent.actorId,
      subject: intent.subjectId,
      delegation: intent.delegationId,
      session: intent.sessionId,
      target: clientId,
      jti: intent.jti,
      facts: { action: intent.action, identifier: intent.identifier, intent: id },
    });
  }
  return alerts;
}

/** A backend has asked about a token, and has not said what it did with it. */
async function alertUses(context: Context): Promise<number> {
  const now = context.clock.sql;
  const silent = and(isNotNull(tokenUses.seenAt), isNull(tokenUses.reportedAt), isNull(tokenUses.alertedAt));
  const overdue = await context.reader
    .select({ jti: tokenUses.jti, resource: delegatedTokens.resource, session: sessions })
    .from(tokenUses)
    .innerJoin(delegatedTokens, eq(delegatedTokens.jti, tokenUses.jti))
    .innerJoin(sessions, eq(sessions.id, delegatedTokens.sessionId))
    .where(and(silent, sql`${tokenUses.seenAt} < ${before(now)}`))
    .limit(BATCH);
  let alerts = 0;
  for (const { jti, resource, session } of overdue) {
    const statement = update(tokenUses)
      .set({ alertedAt: now })
      .where(and(eq(tokenUses.jti, jti), silent));
    alerts += await raise(context, 'use_unreported', write(statement, { rows: 1, otherwise: quicker }), {
      actor: session.actorId,
      subject: session.subjectId,
      delegation: session.delegationId,
      session: session.id,
      jti,
      facts: { resource },
    });
  }
  return alerts;
}

export async function alertMissingOutcomes(context: Context): Promise<number> {
  return (await alertIntents(context)) + (await alertUses(context));
}
