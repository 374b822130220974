import type { Context } from '../../context.ts';
import { Refusal } from '../../errors.ts';
import type { Principal } from '../../identity/principal.ts';
import type { ToConfirm } from '../confirmation/mail-code.ts';
import { type OfferedStatement, offerStatement } from '../offer-statement.ts';
import { type Decision, decisions } from '../statement.ts';
import { enrolmentRule, readConfirmable } from './confirm-passkey.ts';
import { invitedDetailsHash, readInvitable } from './invite-to-enrol.ts';
import { fingerprintOf, type Passkey, passkeyDetailsHash } from './passkey.ts';

/** What is signed to invite a member of staff, or to let a new key in or keep it out. */
export async function buildEnrolmentStatement(
  context: Context,
  { principal, target, decision }: { principal: Principal; target: string; decision: Decision },
): Promise<OfferedStatement> {
  if (!decisions.enrolment.some((one) => one === decision))
    throw new Refusal('wrong_decision', `A statement of kind enrolment cannot say ${decision}.`, {
      status: 400,
    });
  const parts = { kind: 'enrolment', decision, about: { target }, signer: principal.id } as const;
  if (decision === 'invite') {
    const detailsHash = invitedDetailsHash(await readInvitable(context, principal, target));
    return offerStatement(context, { ...parts, detailsHash });
  }
  const passkey = await readConfirmable(context, principal, target);
  const detailsHash = passkeyDetailsHash(passkey);
  const as = await enrolmentRule(context, passkey);
  return offerStatement(context, { ...parts, detailsHash, as }, async () => firstKey(passkey));
}

function firstKey({ name, publicKey }: Passkey): ToConfirm {
  return {
    about: 'first_passkey',
    subject: 'Your code to add a passkey',
    lines: [
      'Somebody who is signed in as you adds your first passkey. Whatever you allow from then on is signed with it.',
      `Its name: “${name}”\nIts fingerprint: ${fingerprintOf(publicKey)}`,
      'The page where you made it shows the same fingerprint. If you made none, somebody else did.',
    ],
  };
}
