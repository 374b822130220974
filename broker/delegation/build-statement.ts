import { createHash, randomBytes } from 'node:crypto';
import type { Context } from '../context.ts';
import { insertInto } from '../db/build.ts';
import { Refusal } from '../errors.ts';
import type { Principal } from '../identity/principal.ts';
import { type DelegationSession, narrows } from './details.ts';
import { later } from './lifecycle.ts';
import { signableText } from './signable-text.ts';
import { buildStatement as build, challengeOf, type Statement } from './statement.ts';
import { statementNonces } from './tables.ts';
import { readDelegation } from './visible.ts';

const NONCE_LIVES_S = 300;
const COMMENT = { min: 0, max: 2000 };
const DECISIONS: Record<Statement['kind'], readonly Statement['decision'][]> = {
  approval: ['approve', 'deny', 'ask'],
  consent: ['give', 'refuse'],
};

export interface StatementInput {
  kind: Statement['kind'];
  target: string;
  decision: Statement['decision'];
  narrowed?: DelegationSession[];
  comment?: string;
}

export const nonceHash = (nonce: string): string => createHash('sha256').update(nonce).digest('base64url');

export function checkNarrowing(
  narrowed: DelegationSession[] | undefined,
  from: readonly DelegationSession[],
): void {
  if (narrowed && !narrows(narrowed, from))
    throw new Refusal('not_a_narrowing', 'Less than what was asked can be allowed, never more.', {
      status: 400,
    });
}

function checkKind(principal: Principal, { kind, decision }: StatementInput): void {
  const domain = kind === 'approval' ? 'admin' : 'customer';
  if (principal.domain !== domain)
    throw new Refusal('wrong_domain', 'This is not yours to sign.', { status: 403 });
  if (!DECISIONS[kind].includes(decision))
    throw new Refusal('wrong_decision', `A statement of kind ${kind} cannot say ${decision}.`, {
      status: 400,
    });
}

/** What this person would sign, word for word, with a nonce for one use. Changes nothing. */
export async function buildStatement(
  context: Context,
  input: { principal: Principal; statement: StatementInput },
): Promise<{ statement: Statement; nonce: string; challenge: string; expiresAt: Date }> {
  const { principal, statement: asked } = input;
  checkKind(principal, asked);
  const delegation = await readDelegation(context, { principal, id: asked.target });
  if (delegation.state.status !== 'pending')
    throw new Refusal(
      'not_pending',
      `This request is ${delegation.state.status}; there is nothing left to sign.`,
    );
  checkNarrowing(asked.narrowed, delegation.requested);
  const now = context.clock.now();
  const comment = signableText(asked.comment ?? '', 'comment', COMMENT);
  const statement = build({ ...asked, comment, delegation, signer: principal.id }, now.toISOString());
  const nonce = randomBytes(32).toString('base64url');
  const expiresAt = later(now, NONCE_LIVES_S);
  await context.burn(
    insertInto(statementNonces).values({
      nonceHash: nonceHash(nonce),
      signerId: principal.id,
      statement,
      expiresAt,
    }),
  );
  return { statement, nonce, challenge: challengeOf(statement, nonce), expiresAt };
}
