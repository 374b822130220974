import { expect, it } from 'vitest';
import { scopesOf } from './scopes.ts';

it.each(['approver', 'emergency_approver', 'auditor', 'people_admin'])(
  'who is %s neither proposes nor activates policy',
  (role) => {
    const scopes = scopesOf('admin', [role]);
    expect(scopes).not.toContain('policy.activate');
    expect(scopes).not.toContain('policy.propose');
  },
);

it('policy is of its owners, and the roles of an admin are worth nothing at another door', () => {
  expect(scopesOf('admin', ['policy_owner'])).toEqual(['policy.activate', 'policy.propose', 'review.sign']);
  expect(scopesOf('support', ['approver', 'policy_owner'])).toEqual(['delegation.request', 'delegation.run']);
});
