import { hashOf } from '../../../audit/event.ts';
import type { Context } from '../../../context.ts';
import { Refusal } from '../../../errors.ts';
import type { Principal } from '../../../identity/principal.ts';
import { type OfferedStatement, offerStatement } from '../../../signing/offer-statement.ts';
import { signableText } from '../../../signing/signable-text.ts';
import type { Signature, Signed, StatementParts } from '../../../signing/statement.ts';
import { takeStatement } from '../../../signing/take-statement.ts';
import type { ClientChange } from './client-change.ts';
import { type ClientKeeper, clientKeeper } from './client-keeper.ts';
import { namedChange } from './read-change.ts';

export interface DecidingChange {
  principal: Principal;
  id: string;
  comment?: string | undefined;
  signed: Signed;
}

interface Said extends Omit<DecidingChange, 'signed'> {
  decision: 'accept' | 'reject';
}

export interface TakenDecision {
  signer: ClientKeeper;
  change: ClientChange;
  comment: string;
  signature: Signature;
}

export const notOpen = (): Refusal =>
  new Refusal('not_open', 'This change was decided already, or its time is up. Look again.');

export function refuseUnlessOpen({ state }: ClientChange): void {
  if (state.status !== 'open')
    throw new Refusal('not_open', `This change is ${state.status}; nothing can be decided any more.`);
}

/** A change takes two persons, however many accounts either of them has. */
function secondPerson(principal: Principal, change: ClientChange): ClientKeeper {
  const signer = clientKeeper(principal);
  if (signer.person === change.proposerPerson)
    throw new Refusal('own_change', 'A second person decides about a change, not the one who proposed it.', {
      status: 403,
    });
  return signer;
}

function parts(
  change: ClientChange,
  { principal, decision, comment }: Said,
): StatementParts & { comment: string } {
  const { id, clientId, stateHash, before, after, proposedBy, reason } = change;
  return {
    kind: 'client',
    decision,
    about: { target: id },
    detailsHash: hashOf({
      change: id,
      client: clientId,
      state: stateHash,
      before,
      after,
      proposed_by: proposedBy,
      reason,
    }),
    comment: signableText(comment ?? '', 'comment', { min: decision === 'reject' ? 1 : 0, max: 2000 }),
    signer: principal.id,
  };
}

/** What a second person would sign, word for word, with a nonce for one use. Changes nothing. */
export async function buildChangeDecision(context: Context, said: Said): Promise<OfferedStatement> {
  const change = await namedChange(context, said.id);
  secondPerson(said.principal, change);
  refuseUnlessOpen(change);
  return offerStatement(context, parts(change, said));
}

/** What a second person has signed, used up and held against what is being decided. */
export async function takeChangeDecision(
  context: Context,
  said: Said,
  signed: Signed,
): Promise<TakenDecision> {
  const change = await namedChange(context, said.id);
  const signer = secondPerson(said.principal, change);
  const deciding = parts(change, said);
  const signature = await takeStatement(context, signed, deciding, said.principal);
  refuseUnlessOpen(change);
  return { signer, change, comment: deciding.comment, signature };
}
