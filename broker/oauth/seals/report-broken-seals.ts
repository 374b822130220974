import { and, eq, inArray, type SQL } from 'drizzle-orm';
import { write } from '../../audit/record.ts';
import type { Context } from '../../context.ts';
import { update } from '../../db/build.ts';
import { changedMeanwhile } from '../../delegation/retry-lost-races.ts';
import { delegations } from '../../delegation/tables.ts';
import { Refusal } from '../../errors.ts';
import { peopleRead, personHolds } from '../../identity/store.ts';
import { people } from '../../identity/tables.ts';
import type { BrokenSeal, BrokenSeals } from '../../seals/broken-seals.ts';
import { sealsUnder } from '../../seals/seals.ts';
import { lapseSession } from '../../session/lapse-sessions.ts';
import { notEnded, ofDelegation, selectSessions } from '../../session/store.ts';
import { sessions } from '../../session/tables.ts';
import { secondsAfter, spend } from '../single-use.ts';

const AGAIN_AFTER_SECONDS = 3600;

/** What readers came across: on record once per row and hour, and what opened something before is ended for good. */
export async function reportBrokenSeals(context: Context, found: BrokenSeals): Promise<number> {
  let reported = 0;
  for (const broken of found.take()) {
    if (await standsAgain(context, broken)) continue;
    await endBroken(context, broken);
    if (await isToldAlready(context, broken)) continue;
    context.log.error(broken, 'A row was changed by something other than the broker. It opens nothing.');
    await context.record({
      writes: [],
      entries: [
        { type: 'seal.broken', ...concerned(broken), target: broken.id, facts: { table: broken.table } },
      ],
    });
    reported += 1;
  }
  return reported;
}

/** Whoever was let in again reads as shut out until the projected log has heard of it: nobody changed anything. */
async function standsAgain({ reader, config }: Context, { table, id }: BrokenSeal): Promise<boolean> {
  if (table !== 'persons') return false;
  const unheard = sealsUnder([config.masterKey, ...config.otherMasterKeys]);
  const [row] = await peopleRead(reader, eq(people.personId, id), 1);
  return row !== undefined && personHolds(row, unheard);
}

function concerned({ table, id }: BrokenSeal) {
  if (table === 'delegations' || table === 'consents') return { delegation: id };
  return table === 'sessions' ? { session: id } : {};
}

async function isToldAlready(context: Context, { table, id }: BrokenSeal): Promise<boolean> {
  const told = new Error('This was told already.');
  const until = secondsAfter(context.clock.now(), AGAIN_AFTER_SECONDS);
  try {
    await spend(context, [{ kind: 'broken-seal', mark: `${table}:${id}`, until, otherwise: told }]);
    return false;
  } catch (error) {
    if (error !== told) throw error;
    return true;
  }
}

/** Every reader sees it as over; this gives it its end, which the statements that decide in the database see too. */
async function endBroken(context: Context, { table, id }: BrokenSeal): Promise<void> {
  if (table !== 'delegations' && table !== 'sessions') return;
  const on = table === 'sessions' ? eq(sessions.id, id) : ofDelegation(id);
  const open = await selectSessions(context.reader, and(notEnded, on), context.clock.now());
  for (const session of open) await passingOver(() => lapseSession(context, session));
  if (table === 'delegations') await passingOver(() => endDelegation(context, id));
}

async function endDelegation(context: Context, id: string): Promise<void> {
  const [row] = await context.reader.select().from(delegations).where(inForce(id));
  if (!row || context.seals.holds('delegations', id, row)) return;
  const granted = row.status === 'granted';
  const statement = update(delegations)
    .set({
      status: granted ? 'revoked' : 'denied',
      endedAt: context.clock.sql,
      endedKind: 'detection',
      endedReason: 'Its record was changed by something other than the broker.',
      changes: row.changes + 1,
      seal: null,
    })
    .where(and(inForce(id), eq(delegations.changes, row.changes)));
  await context.record({
    writes: [write(statement, { rows: 1, otherwise: changedMeanwhile() })],
    entries: [
      {
        type: granted ? 'delegation.revoked' : 'delegation.denied',
        subject: row.subjectId,
        delegation: id,
        facts: { by: 'detection' },
      },
    ],
  });
}

const inForce = (id: string): SQL | undefined =>
  and(eq(delegations.id, id), inArray(delegations.status, ['pending', 'granted']));

async function passingOver(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
  }
}
