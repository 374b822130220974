import { hashOf } from '../audit/event.ts';
import type { Context } from '../context.ts';
import { Refusal } from '../errors.ts';
import type { Principal } from '../identity/principal.ts';
import { type OfferedStatement, offerStatement } from '../signing/offer-statement.ts';
import { signableText } from '../signing/signable-text.ts';
import type { ShownReplay, Signature, Signed, StatementParts } from '../signing/statement.ts';
import { takeStatement } from '../signing/take-statement.ts';
import { differences, hashOfChanges } from './differences.ts';
import { type PolicyOwner, policyOwner } from './policy-owners.ts';
import type { Proposal } from './proposal.ts';
import { namedProposal } from './read-proposal.ts';
import { refuseOtherReplay, shownReplay } from './replays/shown-replay.ts';

export interface Deciding {
  principal: Principal;
  id: string;
  decision: 'activate' | 'reject';
  comment?: string | undefined;
  /** The replay that the signer is shown, or `none`; undefined: whichever the broker would show. */
  replay?: string | undefined;
}

export interface TakenActivation {
  signer: PolicyOwner;
  proposal: Proposal;
  comment: string;
  signature: Signature;
  diffHash: string;
  replay: ShownReplay;
}

export const notOpen = (): Refusal =>
  new Refusal('not_open', 'Somebody has decided about this proposal already. Look again.');

export function refuseUnlessOpen({ state }: Proposal): void {
  if (state.status !== 'open')
    throw new Refusal('not_open', `This proposal is ${state.status}; nothing can be decided any more.`);
}

/** A proposal takes two persons, however many accounts either of them has. */
function secondPerson(principal: Principal, proposal: Proposal): PolicyOwner {
  const signer = policyOwner(principal);
  if (signer.person === proposal.proposerPerson)
    throw new Refusal('own_proposal', 'A second person decides about a proposal, not the one who made it.', {
      status: 403,
    });
  return signer;
}

async function parts(
  context: Context,
  proposal: Proposal,
  { principal, decision, comment, replay: told }: Deciding,
): Promise<StatementParts & { comment: string; diffHash: string; replay: ShownReplay }> {
  const replay = await shownReplay(context, proposal.id);
  refuseOtherReplay(replay, told);
  const { id, version, baseVersion, baseEpoch, reason } = proposal;
  const diffHash = hashOfChanges(await differences(context, baseVersion, version));
  return {
    kind: 'activation',
    decision,
    about: { target: id },
    detailsHash: hashOf({
      proposal: id,
      version,
      base_version: baseVersion,
      base_epoch: baseEpoch,
      diff: diffHash,
      reason,
    }),
    comment: signableText(comment ?? '', 'comment', { min: decision === 'reject' ? 1 : 0, max: 2000 }),
    replay,
    signer: principal.id,
    diffHash,
  };
}

/** What a second person would sign, word for word, with a nonce for one use. Changes nothing. */
export async function buildActivation(context: Context, deciding: Deciding): Promise<OfferedStatement> {
  const proposal = await namedProposal(context, deciding.id);
  secondPerson(deciding.principal, proposal);
  refuseUnlessOpen(proposal);
  const { diffHash: _, ...said } = await parts(context, proposal, deciding);
  return offerStatement(context, said);
}

/** What a second person has signed, used up and held against what is being decided. */
export async function takeActivation(
  context: Context,
  deciding: Deciding,
  signed: Signed,
): Promise<TakenActivation> {
  const proposal = await namedProposal(context, deciding.id);
  const signer = secondPerson(deciding.principal, proposal);
  const { replay: told } = signed.statement;
  const { diffHash, ...said } = await parts(context, proposal, { ...deciding, replay: told });
  const signature = await takeStatement(context, signed, said, deciding.principal);
  refuseUnlessOpen(proposal);
  return { signer, proposal, comment: said.comment, signature, diffHash, replay: said.replay };
}
