import { randomBytes } from 'node:crypto';
import type { Context } from '../context.ts';
import { insertInto } from '../db/build.ts';
import { countMail, mailCode, requireReachable, type ToConfirm } from './confirmation/mail-code.ts';
import { nonceHash } from './nonce-hash.ts';
import { requiredMethod } from './required-method.ts';
import {
  askingOf,
  challengeOf,
  type Signed,
  type Statement,
  type StatementParts,
  writeStatement,
} from './statement.ts';
import { statementNonces } from './tables.ts';

const NONCE_LIVES_MS = 300_000;
/** Mail takes its time. */
const CONFIRMED_WITHIN_MS = 600_000;

export interface OfferedStatement {
  statement: Statement;
  nonce: string;
  challenge: string;
  expiresAt: Date;
  /** What is taken of this signer. */
  method: Signed['method'];
  /** Where a code for exactly this was mailed. */
  confirmation?: { sentTo: string };
}

/**
 * Writes down, for one nonce and one signer, what may be signed. Changes nothing else. Where it takes a confirmation,
 * a code is mailed; what it says there comes from whoever knows what this is about.
 */
export async function offerStatement(
  context: Context,
  parts: StatementParts,
  toConfirm?: () => Promise<ToConfirm>,
): Promise<OfferedStatement> {
  const { signer } = parts;
  const method = await requiredMethod(context, askingOf(parts), signer);
  if (method !== 'confirmation') return { ...(await writeDown(context, parts, NONCE_LIVES_MS)), method };
  if (!toConfirm) throw new Error(`Nobody says what a statement of kind ${parts.kind} confirms.`);
  const to = await requireReachable(context, signer);
  const what = await toConfirm();
  await countMail(context, signer, what.about);
  const offered = await writeDown(context, parts, CONFIRMED_WITHIN_MS);
  const { challenge, nonce, expiresAt } = offered;
  const minutes = CONFIRMED_WITHIN_MS / 60_000;
  const of = { nonceHash: nonceHash(nonce), challenge, signer, expiresAt, minutes };
  return { ...offered, method, confirmation: await mailCode(context, to, of, what) };
}

async function writeDown(context: Context, parts: StatementParts, livesMs: number) {
  const now = context.clock.now();
  const statement = writeStatement(parts, now.toISOString());
  const nonce = randomBytes(32).toString('base64url');
  const expiresAt = new Date(now.getTime() + livesMs);
  await context.burn(
    insertInto(statementNonces).values({
      nonceHash: nonceHash(nonce),
      signerId: parts.signer,
      statement,
      expiresAt,
    }),
  );
  return { statement, nonce, challenge: challengeOf(statement, nonce), expiresAt };
}
