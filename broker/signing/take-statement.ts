import { and, eq, isNull, sql } from 'drizzle-orm';
import { canonicalJson } from '../canonical-json.ts';
import type { Context } from '../context.ts';
import { update } from '../db/build.ts';
import { Refusal } from '../errors.ts';
import type { Principal } from '../identity/principal.ts';
import { takeCode } from './confirmation/take-code.ts';
import { nonceHash } from './nonce-hash.ts';
import { takeAssertion } from './passkeys/take-assertion.ts';
import { refuseWeakerMethod } from './required-method.ts';
import {
  askingOf,
  challengeOf,
  type Signature,
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

async function spendNonce(context: Context, nonce: string, signer: string): Promise<Statement> {
  const { rows } = await context.burn(
    update(statementNonces)
      .set({ usedAt: context.clock.sql })
      .where(
        and(
          eq(statementNonces.nonceHash, nonceHash(nonce)),
          eq(statementNonces.signerId, signer),
          isNull(statementNonces.usedAt),
          sql`${statementNonces.expiresAt} > ${context.clock.sql}`,
        ),
      )
      .returning({ written: sql`${statementNonces.statement}::text`.as('written') }),
  );
  const written = rows[0]?.written;
  if (typeof written !== 'string') throw refused();
  return JSON.parse(written) as Statement;
}

/**
 * Uses up the nonce, then holds what was signed against what the broker wrote down for this nonce, against what is
 * being decided, and against the key that signed it. A nonce is gone once it was shown, whatever becomes of the
 * decision. Answers what is to be kept with it, the challenge that the log names included.
 */
export async function takeStatement(
  context: Context,
  signed: Signed,
  deciding: StatementParts,
  principal: Principal,
): Promise<Signature> {
  if (deciding.signer !== principal.id) throw refused();
  await refuseWeakerMethod(context, signed, askingOf(deciding), principal);
  const { statement, nonce, method } = signed;
  const challenge = challengeOf(statement, nonce);
  // Before the nonce is used up: who mistypes a code may try again.
  const confirmed =
    method === 'confirmation'
      ? await takeCode(context, { signer: deciding.signer, nonce, challenge, code: signed.code })
      : null;
  const shown = await spendNonce(context, signed.nonce, deciding.signer);
  const text = canonicalJson(signed.statement);
  const decided = writeStatement(deciding, shown.issued_at);
  if (text !== canonicalJson(shown) || text !== canonicalJson(decided)) throw refused();
  const proof = method === 'passkey' ? await takeAssertion(context, deciding.signer, signed) : confirmed;
  return { statement, nonce, method, proof, challenge };
}
