import { and, eq, isNull, lt, sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { update } from '../../db/build.ts';
import { Refusal } from '../../errors.ts';
import { nonceHash } from '../nonce-hash.ts';
import type { Confirmation } from '../statement.ts';
import { isCode } from './code.ts';
import { confirmationCodes } from './tables.ts';

const TRIES = 5;

interface Given {
  signer: string;
  nonce: string;
  challenge: string;
  code: string;
}

/** Counts the try before anybody looks whether it is right: many at once are as many tries. */
async function countTry(context: Context, { signer, nonce }: Given) {
  const { rows } = await context.burn(
    update(confirmationCodes)
      .set({ tries: sql`${confirmationCodes.tries} + 1` })
      .where(
        and(
          eq(confirmationCodes.nonceHash, nonceHash(nonce)),
          eq(confirmationCodes.signerId, signer),
          isNull(confirmationCodes.usedAt),
          lt(confirmationCodes.tries, TRIES),
          sql`${confirmationCodes.expiresAt} > ${context.clock.sql}`,
        ),
      )
      .returning({
        kept: sql`${confirmationCodes.codeHash}`.as('kept'),
        sentTo: sql`${confirmationCodes.sentTo}`.as('masked'),
        tries: confirmationCodes.tries,
      }),
  );
  const [row] = rows;
  if (row) return { kept: String(row.kept), sentTo: String(row.masked), left: TRIES - Number(row.tries) };
  throw new Refusal(
    'code_used_up',
    'This code was used, was guessed at too often, or is too old. Have a new one mailed to you.',
    { status: 403 },
  );
}

/** The code that was mailed for this statement under this nonce, to its signer; once. */
export async function takeCode(context: Context, given: Given): Promise<Confirmation> {
  const { kept, sentTo, left } = await countTry(context, given);
  if (!isCode(context, kept, given))
    throw left === 0
      ? new Refusal(
          'code_used_up',
          'This is not the code, and it was the last try. Have a new one mailed to you.',
          { status: 403 },
        )
      : new Refusal(
          'code_wrong',
          `This is not the code that was mailed to you for this. ${left === 1 ? 'One try is' : `${left} tries are`} left.`,
          { status: 403, extra: { tries_left: left } },
        );
  const { count } = await context.burn(
    update(confirmationCodes)
      .set({ usedAt: context.clock.sql })
      .where(and(eq(confirmationCodes.nonceHash, nonceHash(given.nonce)), isNull(confirmationCodes.usedAt))),
  );
  if (count !== 1)
    throw new Refusal('code_used_up', 'This code was used already. Have a new one mailed to you.', {
      status: 403,
    });
  return { sent_to: sentTo };
}
