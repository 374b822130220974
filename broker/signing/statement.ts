import { hashOf } from '../audit/event.ts';

/** What each kind of statement can say. */
export const decisions = {
  approval: ['approve', 'deny', 'ask'],
  consent: ['give', 'refuse'],
  emergency: ['declare'],
  review: ['justified', 'unjustified', 'abuse', 'keep', 'remove', 'wrong'],
} as const;

export type Kind = keyof typeof decisions;
export type Decision = (typeof decisions)[Kind][number];

/** What a statement is about: a delegation as it stood, or another thing by its id. Always with a hash over what was shown. */
export type About = { delegation: string; revision: number } | { target: string };

/** What a person puts a name to. The broker builds it; what comes back as signed must equal it. */
export type Statement = {
  kind: Kind;
  decision: Decision;
  details_hash: string;
  narrowed_hash?: string;
  comment_hash: string;
  signer: string;
  issued_at: string;
} & Partial<{ delegation: string; revision: number; target: string }>;

export interface Signed {
  statement: Statement;
  nonce: string;
  method: 'session';
}

export interface StatementParts {
  kind: Kind;
  decision: Decision;
  about: About;
  detailsHash: string;
  /** Any JSON: only its hash is signed. */
  narrowed?: readonly object[] | undefined;
  comment?: string | undefined;
  signer: string;
}

export function writeStatement(parts: StatementParts, issuedAt: string): Statement {
  return {
    kind: parts.kind,
    decision: parts.decision,
    ...parts.about,
    details_hash: parts.detailsHash,
    ...(parts.narrowed ? { narrowed_hash: hashOf(parts.narrowed) } : {}),
    comment_hash: hashOf(parts.comment ?? ''),
    signer: parts.signer,
    issued_at: issuedAt,
  };
}

/** What a passkey signs, and what the log names. */
export function challengeOf(statement: Statement, nonce: string): string {
  return hashOf({ statement, nonce });
}
