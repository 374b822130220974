import type { Signer } from '#components/delegation/signer.ts';
import type { Principal } from '#lib/broker/require-principal.ts';

export function signerView({ id, groups, scopes }: Principal): Signer {
  return { id, groups, mayApprove: scopes.includes('delegation.approve') };
}
