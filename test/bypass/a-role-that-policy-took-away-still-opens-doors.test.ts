import { afterAll, beforeAll, expect, it } from 'vitest';
import { bundleFromFiles } from '#broker/policy/bundle.ts';
import { prepare } from '#broker/policy/engine.ts';
import { type DelegatedHouse, openDelegatedHouse, READ } from '#test/delegated-house.ts';

let house: DelegatedHouse;
beforeAll(async () => {
  house = await openDelegatedHouse();
});
afterAll(() => house.close());

it('neither shutting people out nor stopping access, with a token from before', async () => {
  const scopes = ['people.manage', 'client.manage', 'delegation.revoke'];
  const max = await house.signIn('admin', 'max', { scopes: scopes.slice(0, 2) });
  const tess = await house.signIn('admin', 'tess', { scopes: scopes.slice(2) });
  const granted = await house.granted('ana', 'mira', READ);
  const ana = house.who('support', 'ana').id;
  expect((await house.call(max, 'GET', '/v1/clients')).status).toBe(200);

  // Another version is in force, in which their groups give no role.
  house.judgeBy(
    prepare(
      bundleFromFiles({
        ...house.context.policy.bundle.files,
        'roles.json': JSON.stringify({ admin: { 'policy-owners': ['policy_owner'] } }),
      }),
    ),
  );
  for (const [who, method, path, body] of [
    [max, 'POST', `/v1/people/${ana}/disable`, { reason: 'I may no longer.' }],
    [max, 'GET', '/v1/clients', undefined],
    [tess, 'POST', `/v1/delegations/${granted.id}/revoke`, { reason: 'I may no longer.' }],
  ] as const) {
    const { status } = await house.call(who, method, path, body);
    expect(status, path).toBe(403);
  }
  expect((await house.delegation(granted.id)).state.status).toBe('granted');
});
