import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { insertInto } from '../db/build.ts';
import type { DirectoryPerson } from '../identity/store.ts';
import type { Mail } from '../mail/letter.ts';
import type { Notice, Told } from './notice.ts';
import { noticesOf } from './notices-of.ts';
import { sentNotices } from './tables.ts';

/** Mail of yesterday helps nobody, and a broker that is given a mail server late does not tell its whole history. */
const NO_LATER_THAN_MS = 24 * 3_600_000;
const REMEMBER_DAYS = 7;

interface Sending {
  readonly mail: Mail;
  readonly consoleUrl: string;
}

function linkTo(consoleUrl: string, path: string): string {
  const door = path.split('/')[1] ?? '';
  return consoleUrl.replace('{door}', door).replace(/\/$/, '') + path;
}

async function alreadyTold({ reader }: Context, entryId: string, people: readonly DirectoryPerson[]) {
  if (people.length === 0) return new Set<string>();
  const rows = await reader
    .select({ id: sentNotices.personId })
    .from(sentNotices)
    .where(
      and(
        eq(sentNotices.entryId, entryId),
        inArray(
          sentNotices.personId,
          people.map(({ id }) => id),
        ),
      ),
    );
  return new Set(rows.map(({ id }) => id));
}

async function send(context: Context, told: Told, { title, text, path, to }: Notice, sending: Sending) {
  const { log, clock } = context;
  const reachable = to.filter(({ enabled, email }) => enabled && email !== undefined);
  const before = await alreadyTold(context, told.id, reachable);
  for (const { id, name, email } of new Map(reachable.map((one) => [one.id, one])).values()) {
    if (before.has(id) || email === undefined) continue;
    const outcome = await sending.mail.send({
      id: `${told.id}.${id}`,
      to: email,
      subject: title,
      text: `${name},\n\n${text}\n\n${linkTo(sending.consoleUrl, path)}\n\nWhat this is about stands in the console only, never in mail.\n`,
    });
    if (outcome === 'refused')
      log.warn({ entry: told.id, person: id }, 'No mailbox takes mail for this person.');
    await context.burn(
      insertInto(sentNotices)
        .values({
          entryId: told.id,
          personId: id,
          expiresAt: sql`${clock.sql} + make_interval(days => ${REMEMBER_DAYS})`,
        })
        .onConflictDoNothing(),
    );
  }
}

/** Tells by mail whom an entry concerns. Tried again after a failure, nobody who was told is told twice. */
export async function sendNotices(context: Context, told: Told, sending: Sending): Promise<void> {
  if (context.clock.now().getTime() - told.time.getTime() > NO_LATER_THAN_MS) return;
  for (const notice of await noticesOf(context, told)) await send(context, told, notice, sending);
}
