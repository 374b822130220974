import { buildStatement } from '#broker/delegation/build-statement.ts';
import type { Delegation } from '#broker/delegation/delegation.ts';
import { reviewRequest } from '#broker/delegation/review-request.ts';
import type { Principal } from '#broker/identity/principal.ts';
import type { House } from './house.ts';
import type { Authenticator } from './passkey.ts';

/** An approval with this authenticator, whatever is registered; without one, by being signed in. */
export async function signsReview(
  house: House,
  { principal, authenticator }: { principal: Principal; authenticator?: Authenticator },
  { id }: Delegation,
): Promise<Delegation> {
  const statement = { kind: 'approval', target: id, decision: 'approve' } as const;
  const built = await buildStatement(house.context, { principal, statement });
  const bySession = { statement: built.statement, nonce: built.nonce, method: 'session' as const };
  const signed = authenticator?.signs(built) ?? bySession;
  return reviewRequest(house.context, { principal, review: { id, decision: 'approve', signed } });
}
