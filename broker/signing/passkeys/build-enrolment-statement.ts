import type { Context } from '../../context.ts';
import { Refusal } from '../../errors.ts';
import type { Principal } from '../../identity/principal.ts';
import { type OfferedStatement, offerStatement } from '../offer-statement.ts';
import { type Decision, decisions } from '../statement.ts';
import { readConfirmable } from './confirm-passkey.ts';
import { invitedDetailsHash, readInvitable } from './invite-to-enrol.ts';
import { passkeyDetailsHash } from './passkey.ts';

/** What is signed to invite a member of staff, or to let a new key in or keep it out. */
export async function buildEnrolmentStatement(
  context: Context,
  { principal, target, decision }: { principal: Principal; target: string; decision: Decision },
): Promise<OfferedStatement> {
  if (!decisions.enrolment.some((one) => one === decision))
    throw new Refusal('wrong_decision', `A statement of kind enrolment cannot say ${decision}.`, {
      status: 400,
    });
  const detailsHash =
    decision === 'invite'
      ? invitedDetailsHash(await readInvitable(context, principal, target))
      : passkeyDetailsHash(await readConfirmable(context, principal, target));
  return offerStatement(context, {
    kind: 'enrolment',
    decision,
    about: { target },
    detailsHash,
    signer: principal.id,
  });
}
