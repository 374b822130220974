import { expect, it } from 'vitest';
import { proposableScopes } from '#broker/oauth/clients/changes/wanted-members.ts';
import { grantableScopes } from '#broker/oauth/clients/register-client.ts';
import { holdersOf } from '#broker/oauth/scopes.ts';
import { grantable, proposable } from '#components/clients/scope-words.ts';

it('the console offers and explains what two persons may give a service, and nothing else', () => {
  expect(Object.keys(proposable).sort()).toEqual([...proposableScopes].sort());
  for (const scope of proposableScopes) expect(holdersOf(scope)).toContain('service');
});

it('the console offers for a service that one person registers what one person may give', () => {
  expect([...grantable]).toEqual([...grantableScopes]);
});
