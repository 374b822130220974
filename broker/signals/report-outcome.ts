import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Entry } from '../audit/event.ts';
import { type Write, write } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { update } from '../db/build.ts';
import { Refusal } from '../errors.ts';
import { endOverspent } from '../session/end-overspent.ts';
import { sessions } from '../session/tables.ts';
import { keepBatch } from './batch.ts';
import { type Backend, carryingSession, type Deed, entryOf, findToken, refused } from './deed.ts';
import { findIntent, type Intent, refuseUnlessSame } from './intend-write.ts';
import { outcomeIntents } from './tables.ts';
import { noteReports } from './token-use.ts';

export type OutcomeStatus = 'done' | 'refused' | 'failed';

function outcomeEntry(status: OutcomeStatus, of: Partial<Entry>, id: string, deed: Deed): Entry {
  return {
    type: `outcome.${status}`,
    outcome: status === 'refused' ? 'refused' : 'done',
    ...of,
    jti: deed.jti,
    facts: { action: deed.action, identifier: deed.identifier, intent: id },
  };
}

/** The backend had the last word: each of its refusals counts. */
function turnedAway(status: OutcomeStatus, session: string): Write[] {
  if (status !== 'refused') return [];
  const counted = update(sessions)
    .set({ denialsUsed: sql`${sessions.denialsUsed} + 1` })
    .where(eq(sessions.id, session));
  return [write(counted, { rows: 1, otherwise: new Error('The refusal could not be counted.') })];
}

/** What came of a write. It is taken in whatever has become of the session: it says what has happened. */
export async function reportOutcome(
  context: Context,
  backend: Backend,
  id: string,
  deed: Deed,
  status: OutcomeStatus,
): Promise<void> {
  const intent = await findIntent(context.reader, backend, id);
  if (!intent) return reportWithoutIntent(context, backend, id, deed, status);
  refuseUnlessSame(intent, deed);
  if (intent.status === null) await close(context, backend, intent, status);
  else refuseUnlessEqual(intent, status);
}

async function close(
  context: Context,
  backend: Backend,
  intent: Intent,
  status: OutcomeStatus,
): Promise<void> {
  const quicker = new Refusal('outcome_known', 'Somebody was quicker.');
  const of = {
    actor: intent.actorId,
    subject: intent.subjectId,
    delegation: intent.delegationId,
    session: intent.sessionId,
  };
  try {
    await context.record({
      writes: [
        write(
          update(outcomeIntents)
            .set({ status, endedAt: context.clock.sql })
            .where(
              and(
                eq(outcomeIntents.clientId, intent.clientId),
                eq(outcomeIntents.id, intent.id),
                isNull(outcomeIntents.status),
              ),
            ),
          { rows: 1, otherwise: quicker },
        ),
        ...turnedAway(status, intent.sessionId),
      ],
      entries: [outcomeEntry(status, of, intent.id, intent)],
    });
    await endOverspent(context, intent.sessionId);
  } catch (error) {
    const now = error === quicker ? await findIntent(context.reader, backend, intent.id) : undefined;
    if (!now) throw error;
    refuseUnlessEqual(now, status);
  }
}

function refuseUnlessEqual(intent: Intent, status: OutcomeStatus): void {
  if (intent.status !== status)
    throw new Refusal('outcome_known', 'Another outcome of this intent is on record.');
}

/** A call that was turned away before it asked. Nothing can be done without having asked. */
async function reportWithoutIntent(
  context: Context,
  backend: Backend,
  id: string,
  deed: Deed,
  status: OutcomeStatus,
): Promise<void> {
  if (status === 'done') throw refused('no_intent', 'There is no intent of that id.');
  const session = await carryingSession(context, await findToken(context.reader, backend, deed.jti));
  await keepBatch(
    context,
    backend,
    id,
    { deed, status },
    {
      writes: turnedAway(status, session.id),
      entries: [outcomeEntry(status, entryOf(session), id, deed)],
    },
  );
  await endOverspent(context, session.id);
  await noteReports(context, [deed.jti]);
}
