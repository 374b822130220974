import { hashOf } from '../audit/event.ts';
import type { DelegationSession } from './details.ts';

/** What a person puts a name to. The broker builds it; what comes back as signed must equal it. */
export interface Statement {
  kind: 'approval' | 'consent';
  decision: 'approve' | 'deny' | 'ask' | 'give' | 'refuse';
  delegation: string;
  revision: number;
  details_hash: string;
  narrowed_hash?: string;
  comment_hash: string;
  signer: string;
  issued_at: string;
}

export interface Signed {
  statement: Statement;
  nonce: string;
  method: 'session';
}

export interface StatementParts {
  kind: Statement['kind'];
  decision: Statement['decision'];
  delegation: { id: string; revision: number; detailsHash: string };
  narrowed?: DelegationSession[] | undefined;
  comment?: string | undefined;
  signer: string;
}

export function buildStatement(parts: StatementParts, issuedAt: string): Statement {
  return {
    kind: parts.kind,
    decision: parts.decision,
    delegation: parts.delegation.id,
    revision: parts.delegation.revision,
    details_hash: parts.delegation.detailsHash,
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

export interface DetailsHashed {
  id: string;
  revision: number;
  actor: string;
  subject: string;
  authorization_details: DelegationSession[];
  justification: string;
  emergency: boolean;
  not_before?: string;
  decide_by: string;
  start_within: number;
  policy_version: string;
}

export function detailsHash(details: DetailsHashed): string {
  return hashOf(details);
}
