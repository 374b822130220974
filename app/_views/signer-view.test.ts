import { expect, it } from 'vitest';
import { signerView } from './signer-view.ts';

const lead = {
  door: 'admin',
  id: 'adm_1',
  name: 'Lead',
  roles: ['approver'],
  groups: ['team-leads'],
} as const;

it('an approver with a fresh sign-in signs', () => {
  const signer = signerView({ ...lead, scopes: ['delegation.approve', 'delegation.revoke'] });
  expect(signer).toMatchObject({ mayApprove: true, mustSignInAgain: false });
});

it('an approver whose sign-in has grown old is led back to signing in', () => {
  const signer = signerView({ ...lead, scopes: ['delegation.revoke'] });
  expect(signer).toMatchObject({ mayApprove: false, mustSignInAgain: true });
});

it('nobody else is asked to sign in again', () => {
  const signer = signerView({ ...lead, roles: ['auditor'], scopes: ['audit.read'] });
  expect(signer).toMatchObject({ mayApprove: false, mustSignInAgain: false });
});
