import { hashOf } from '../audit/event.ts';
import type { SignatureKind } from '../policy/bundle-shape.ts';

/** What each kind of statement can say. */
export const decisions = {
  approval: ['approve', 'deny', 'ask'],
  consent: ['give', 'refuse'],
  enrolment: ['invite', 'confirm', 'reject'],
  activation: ['activate', 'reject'],
  emergency: ['declare'],
  client: ['accept', 'reject'],
  review: ['justified', 'unjustified', 'abuse', 'keep', 'remove', 'wrong'],
} as const;

export type Kind = keyof typeof decisions;
export type Decision = (typeof decisions)[Kind][number];

/** What a statement is about: a delegation as it stood, or another thing by its id. Always with a hash over what was shown. */
export type About = { delegation: string; revision: number } | { target: string };

/** The replay by whose result a policy version is decided about, with the hash of that result; or `none`. */
export interface ShownReplay {
  id: string;
  hash?: string;
}

/** What a person puts a name to. The broker builds it; what comes back as signed must equal it. */
export type Statement = {
  kind: Kind;
  decision: Decision;
  details_hash: string;
  narrowed_hash?: string;
  comment_hash: string;
  /** Of an activation; absent from those that were signed before this was told. */
  replay?: string;
  replay_hash?: string;
  signer: string;
  issued_at: string;
} & Partial<{ delegation: string; revision: number; target: string }>;

/** What an authenticator answers (WebAuthn Level 3 §5.1.4), as far as it counts here. */
export interface Assertion {
  id: string;
  response: { authenticatorData: string; clientDataJSON: string; signature: string };
}

export type Signed = { statement: Statement; nonce: string } & (
  | { method: 'session' }
  | { method: 'passkey'; assertion: Assertion }
  | { method: 'confirmation'; code: string }
);

/** What a passkey signed, with the key it is checked by. */
export type Proof = {
  passkey: string;
  credential_id: string;
  /** COSE_Key (RFC 9052) in base64url, as all the rest. */
  public_key: string;
  authenticator_data: string;
  client_data_json: string;
  signature: string;
};

/** Where the code was mailed that confirmed a statement, masked. */
export type Confirmation = { sent_to: string };

/** A signature as it is kept: everything it takes to check it again. */
export interface Signature {
  statement: Statement;
  challenge: string;
  /** Null: taken before nonces were kept, and nothing but the statement can be compared. */
  nonce: string | null;
  method: Signed['method'];
  /** Null: signed by nothing but being signed in. */
  proof: Proof | Confirmation | null;
}

export const passkeyProof = ({ proof }: Pick<Signature, 'proof'>): Proof | null =>
  proof && 'passkey' in proof ? proof : null;

export interface StatementParts {
  kind: Kind;
  decision: Decision;
  about: About;
  detailsHash: string;
  /** Any JSON: only its hash is signed. */
  narrowed?: object | undefined;
  comment?: string | undefined;
  replay?: ShownReplay | undefined;
  signer: string;
  /** Which rule says how it is signed, where it is not policy's that is named like the kind. */
  as?: SigningRule | undefined;
}

/** One of policy's, or the one that policy has no say in: how a customer's first passkey is let in. */
export type SigningRule = SignatureKind | 'first_passkey';

export interface Asking {
  rule: SigningRule;
  decision: Decision;
}

export const askingOf = ({
  kind,
  as,
  decision,
}: Pick<StatementParts, 'kind' | 'as' | 'decision'>): Asking => ({
  rule: as ?? kind,
  decision,
});

export function writeStatement(parts: StatementParts, issuedAt: string): Statement {
  return {
    kind: parts.kind,
    decision: parts.decision,
    ...parts.about,
    details_hash: parts.detailsHash,
    ...(parts.narrowed ? { narrowed_hash: hashOf(parts.narrowed) } : {}),
    comment_hash: hashOf(parts.comment ?? ''),
    ...(parts.replay ? { replay: parts.replay.id } : {}),
    ...(parts.replay?.hash ? { replay_hash: parts.replay.hash } : {}),
    signer: parts.signer,
    issued_at: issuedAt,
  };
}

/** What a passkey signs, and what the log names. */
export function challengeOf(statement: Statement, nonce: string): string {
  return hashOf({ statement, nonce });
}
