import { and, eq, isNull, sql } from 'drizzle-orm';
import { canonicalJson } from '../audit/event.ts';
import type { Context } from '../context.ts';
import { update } from '../db/build.ts';
import { Refusal } from '../errors.ts';
import { nonceHash } from './offer-statement.ts';
import {
  challengeOf,
  type Signed,
  type Statement,
  type StatementParts,
  writeStatement,
} from './statement.ts';
import { statementNonces } from './tables.ts';

function refused(): Refusal {
  return new Refusal(
    'statement_not_valid',
    'What was signed is not what is being decided, or it was used or is too old. Look again and sign anew.',
  );
}

/**
 * Uses up the nonce, then holds what was signed against what the broker wrote down for this nonce and against what
 * is being decided. A nonce is gone once it was shown, whatever becomes of the decision. Answers the challenge that
 * the log names.
 */
export async function takeStatement(
  context: Context,
  signed: Signed,
  deciding: StatementParts,
): Promise<string> {
  const { rows } = await context.burn(
    update(statementNonces)
      .set({ usedAt: context.clock.sql })
      .where(
        and(
          eq(statementNonces.nonceHash, nonceHash(signed.nonce)),
          eq(statementNonces.signerId, deciding.signer),
          isNull(statementNonces.usedAt),
          sql`${statementNonces.expiresAt} > ${context.clock.sql}`,
        ),
      )
      .returning({ written: sql`${statementNonces.statement}::text`.as('written') }),
  );
  const written = rows[0]?.written;
  if (typeof written !== 'string') throw refused();
  const shown = JSON.parse(written) as Statement;
  const text = canonicalJson(signed.statement);
  const decided = writeStatement(deciding, shown.issued_at);
  if (text !== canonicalJson(shown) || text !== canonicalJson(decided)) throw refused();
  return challengeOf(signed.statement, signed.nonce);
}
