import { createHash, randomBytes } from 'node:crypto';
import type { Context } from '../context.ts';
import { insertInto } from '../db/build.ts';
import type { SignatureKind } from '../policy/bundle-shape.ts';
import { challengeOf, ruleOf, type Statement, type StatementParts, writeStatement } from './statement.ts';
import { statementNonces } from './tables.ts';

const NONCE_LIVES_MS = 300_000;

export interface OfferedStatement {
  statement: Statement;
  nonce: string;
  challenge: string;
  expiresAt: Date;
  /** By which of policy's rules it is signed. */
  rule: SignatureKind;
}

export const nonceHash = (nonce: string): string => createHash('sha256').update(nonce).digest('base64url');

/** Writes down, for one nonce and one signer, what may be signed. Changes nothing else. */
export async function offerStatement(context: Context, parts: StatementParts): Promise<OfferedStatement> {
  const now = context.clock.now();
  const statement = writeStatement(parts, now.toISOString());
  const nonce = randomBytes(32).toString('base64url');
  const expiresAt = new Date(now.getTime() + NONCE_LIVES_MS);
  await context.burn(
    insertInto(statementNonces).values({
      nonceHash: nonceHash(nonce),
      signerId: parts.signer,
      statement,
      expiresAt,
    }),
  );
  return { statement, nonce, challenge: challengeOf(statement, nonce), expiresAt, rule: ruleOf(parts) };
}
