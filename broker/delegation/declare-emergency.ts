import { hashOf } from '../audit/event.ts';
import type { Context } from '../context.ts';
import { Refusal } from '../errors.ts';
import type { Principal } from '../identity/principal.ts';
import { type OfferedStatement, offerStatement } from '../signing/offer-statement.ts';
import { takeStatement } from '../signing/take-statement.ts';
import type { Declaration } from './delegation.ts';
import type { DelegationSession } from './details.ts';
import type { RequestInput } from './read-request.ts';

const RESPONDER = 'emergency';

/** What a responder puts a name to: whom, what, and why. Nothing of it has an id yet. */
export function declaredHash(request: {
  subject: RequestInput['subject'];
  details: readonly DelegationSession[];
  justification: string;
}): string {
  const { subject, details, justification } = request;
  return hashOf({ subject, authorization_details: details, justification });
}

/** What a declaration says of a request with this hash. */
export const declared = (detailsHash: string, signer: string) =>
  ({ kind: 'emergency', decision: 'declare', about: { target: 'request' }, detailsHash, signer }) as const;

function refuseUnlessResponder({ domain, roles }: Principal): void {
  if (domain === 'support' && roles.includes(RESPONDER)) return;
  throw new Refusal('not_a_responder', 'Only emergency responders can declare an emergency.', {
    status: 403,
  });
}

/** What a responder would sign about a request of this hash. Changes nothing. */
export async function offerDeclaration(
  context: Context,
  { principal, hash }: { principal: Principal; hash: string },
): Promise<OfferedStatement> {
  refuseUnlessResponder(principal);
  return offerStatement(context, declared(hash, principal.id));
}

/** The first of an emergency's two signatures; undefined for an ordinary request. */
export async function takeDeclaration(
  context: Context,
  principal: Principal,
  request: RequestInput,
  read: { details: readonly DelegationSession[]; justification: string },
): Promise<Declaration | undefined> {
  if (!request.emergency) return undefined;
  refuseUnlessResponder(principal);
  if (request.notBefore)
    throw new Refusal('emergency_is_now', 'An emergency begins now; for later, ask in the ordinary way.', {
      status: 400,
    });
  const { signed } = request;
  if (!signed)
    throw new Refusal('not_signed', 'An emergency is declared with a signature: sign it and file it again.', {
      status: 400,
    });
  const hash = declaredHash({ subject: request.subject, ...read });
  const signature = await takeStatement(context, signed, declared(hash, principal.id), principal);
  const signedAt = context.clock.now().toISOString();
  return { ...signature, signedAt };
}
