import type { Signer } from '#components/delegation/signer.ts';
import type { Principal } from '#lib/broker/require-principal.ts';

/** The broker takes the scope away when the sign-in is older than an hour; the role stays. */
export function signerView({ id, roles, groups, scopes }: Omit<Principal, 'api'>): Signer {
  const mayApprove = scopes.includes('delegation.approve');
  const isApprover = roles.includes('approver') || roles.includes('emergency_approver');
  return { id, groups, mayApprove, mustSignInAgain: isApprover && !mayApprove };
}
