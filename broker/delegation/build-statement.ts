import type { Context } from '../context.ts';
import { Refusal } from '../errors.ts';
import type { Principal } from '../identity/principal.ts';
import { risksOf } from '../policy/bundle.ts';
import type { SignatureKind } from '../policy/bundle-shape.ts';
import { type OfferedStatement, offerStatement } from '../signing/offer-statement.ts';
import { signableText } from '../signing/signable-text.ts';
import { type Decision, decisions } from '../signing/statement.ts';
import type { Delegation } from './delegation.ts';
import { type DelegationSession, narrows } from './details.ts';
import { checkLaterStart, signedNarrowing } from './later-start.ts';
import { toConfirm } from './to-confirm.ts';
import { readDelegation } from './visible.ts';

const COMMENT = { min: 0, max: 2000 };

export interface StatementInput {
  kind: 'approval' | 'consent';
  target: string;
  decision: Decision;
  narrowed?: DelegationSession[];
  notBefore?: Date;
  comment?: string;
}

/** How a statement names a delegation. */
export const aboutDelegation = ({ id, revision, detailsHash }: Delegation) => ({
  about: { delegation: id, revision },
  detailsHash,
});

/** An emergency is signed by its own rule, and so is consent to what is sensitive, however little of it is left. */
export function signatureRule(
  { policy }: Pick<Context, 'policy'>,
  kind: StatementInput['kind'],
  { emergency, requested }: Delegation,
): SignatureKind {
  if (kind === 'approval') return emergency ? 'emergency' : 'approval';
  const risks = risksOf(policy.bundle);
  const sensitive = requested.some(({ actions }) => actions.some((one) => risks.get(one) === 'sensitive'));
  return sensitive ? 'sensitive_consent' : 'consent';
}

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
  if (!decisions[kind].some((one) => one === decision))
    throw new Refusal('wrong_decision', `A statement of kind ${kind} cannot say ${decision}.`, {
      status: 400,
    });
}

/** What this person would sign, word for word, with a nonce for one use. Changes nothing. */
export async function buildStatement(
  context: Context,
  input: { principal: Principal; statement: StatementInput },
): Promise<OfferedStatement> {
  const { principal, statement: asked } = input;
  checkKind(principal, asked);
  const delegation = await readDelegation(context, { principal, id: asked.target });
  if (delegation.state.status !== 'pending')
    throw new Refusal(
      'not_pending',
      `This request is ${delegation.state.status}; there is nothing left to sign.`,
    );
  checkNarrowing(asked.narrowed, delegation.requested);
  if (asked.notBefore && asked.decision !== 'approve')
    throw new Refusal('wrong_decision', 'Only who approves can set a later start.', { status: 400 });
  checkLaterStart(delegation, asked.notBefore, context.clock.now());
  const parts = {
    kind: asked.kind,
    decision: asked.decision,
    ...aboutDelegation(delegation),
    narrowed: signedNarrowing(asked.narrowed, asked.notBefore),
    comment: signableText(asked.comment ?? '', 'comment', COMMENT),
    signer: principal.id,
    as: signatureRule(context, asked.kind, delegation),
  };
  return offerStatement(context, parts, () => toConfirm(context, delegation, asked.narrowed));
}
