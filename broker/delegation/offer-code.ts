import { createHmac, hkdfSync, randomInt } from 'node:crypto';
import { and, eq, gt, sql } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { insertInto, update } from '../db/build.ts';
import { Refusal } from '../errors.ts';
import { offerTries } from './tables.ts';

/** Nothing that sounds or looks like another letter: a code is told on the telephone. */
const LETTERS = 'ACDEFGHJKLMNPQRTUVWXY34679';
const LENGTH = 8;
const TRIES = 10;
const WINDOW_SECONDS = 3600;

export function newCode(): string {
  return Array.from({ length: LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join('');
}

/** As it is read out: in two groups. */
export const spellCode = (code: string): string => `${code.slice(0, LENGTH / 2)}-${code.slice(LENGTH / 2)}`;

/** A code is short, so its hash is worth nothing without the master key. */
export function codeHash(context: Pick<Context, 'config'>, code: string): string {
  const plain = code.toUpperCase().replaceAll(/[\s-]/g, '');
  const { masterKey } = context.config;
  const key = Buffer.from(hkdfSync('sha256', masterKey, Buffer.alloc(0), 'countersign offer codes', 32));
  return createHmac('sha256', key).update(plain).digest('base64url');
}

/** Counts a code that an actor names, right or wrong, before anybody looks whether it is one. */
export async function countTry(context: Context, actorId: string): Promise<void> {
  const { sql: now } = context.clock;
  const ends = sql`${now} + make_interval(secs => ${WINDOW_SECONDS})`;
  const over = sql`${offerTries.expiresAt} <= ${now}`;
  const { rows } = await context.burn(
    insertInto(offerTries)
      .values({ actorId, tries: 1, expiresAt: ends })
      .onConflictDoUpdate({
        target: offerTries.actorId,
        set: {
          tries: sql`case when ${over} then 1 else ${offerTries.tries} + 1 end`,
          expiresAt: sql`case when ${over} then ${ends} else ${offerTries.expiresAt} end`,
        },
      })
      .returning({ tries: offerTries.tries }),
  );
  if (Number(rows[0]?.tries) <= TRIES) return;
  throw new Refusal('too_many_tries', 'You have named too many codes. Ask without one, or try again later.', {
    status: 429,
    headers: { 'retry-after': String(WINDOW_SECONDS) },
  });
}

/** Gives one try back, after it was counted, to who has named a code that there is. */
export async function forgetTry(context: Context, actorId: string): Promise<void> {
  await context.burn(
    update(offerTries)
      .set({ tries: sql`${offerTries.tries} - 1` })
      .where(and(eq(offerTries.actorId, actorId), gt(offerTries.tries, 0))),
  );
}
