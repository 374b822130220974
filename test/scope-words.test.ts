import { expect, it } from 'vitest';
import { proposableScopes } from '#broker/oauth/clients/changes/wanted-members.ts';
import { holdersOf } from '#broker/oauth/scopes.ts';
import { proposable } from '#components/clients/scope-words.ts';

it('the console offers and explains what two persons may give a service, and nothing else', () => {
  expect(Object.keys(proposable).sort()).toEqual([...proposableScopes].sort());
  for (const scope of proposableScopes) expect(holdersOf(scope)).toContain('service');
});
