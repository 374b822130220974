import { afterAll, beforeAll, expect, it } from 'vitest';
import { type GatewayHouse, type Inside, openGatewayHouse, told } from '#test/gateway-house.ts';

let house: GatewayHouse;
let open: Inside;
beforeAll(async () => {
  house = await openGatewayHouse();
  open = await house.goesIn(['accounts:settings.read', 'accounts:settings.update'], ['tess']);
});
afterAll(() => house.close());

async function refused(attempt: Parameters<GatewayHouse['check']>[0]) {
  const before = (await house.entries()).length;
  const answer = await told(await house.check({ token: open.token, ...attempt }));
  const entries = (await house.entries()).slice(before);
  return [answer, ...entries.map(({ type, code }) => `${type} ${code}`)];
}

it('a change at level read is refused, by whatever method it comes', async () => {
  const change = { action: 'accounts:settings.update', resource: `account/${house.account}` };
  for (const method of ['PUT', 'GET'])
    expect(await refused({ ...change, method })).toEqual([
      '403 insufficient_scope',
      'refusal.check-access level_read',
    ]);
});

it('an action that was not granted is refused, and named', async () => {
  const attempt = { action: 'accounts:profile.read', resource: `account/${house.account}` };
  expect(await refused(attempt)).toEqual([
    '403 insufficient_scope',
    'refusal.check-access outside_delegation',
  ]);
  const answer = await house.check({ token: open.token, ...attempt });
  expect(answer.headers.get('www-authenticate')).toContain('scope="accounts:profile.read"');
  expect(answer.headers.has('delegation-session')).toBe(false);
});

it('another account, or one whose name only begins alike, is refused', async () => {
  for (const resource of [
    house.accountOf('noel'),
    `account/${house.account}9`,
    'account',
    `${house.account}`,
    'account/{2}',
  ])
    expect(await refused({ action: 'accounts:settings.read', resource, uri: '/accounts/other' })).toEqual([
      '403 insufficient_scope',
      'refusal.check-access outside_delegation',
    ]);
});

it('what is never done for a customer is refused, also where a location names it', async () => {
  const attempt = { action: 'accounts:billing.update', resource: `account/${house.account}`, method: 'POST' };
  expect(await refused(attempt)).toEqual([
    '403 insufficient_scope',
    'refusal.check-access action_never_delegated',
  ]);
});

it('an action that the catalogue does not have is the gateway’s mistake', async () => {
  expect(await refused({ action: 'accounts:everything.read' })).toEqual([
    '400',
    'refusal.check-access gateway_misconfigured',
  ]);
});

it('a session that was lowered changes nothing more, with a token from before', async () => {
  await house.newDay();
  const { token, session } = await house.goesInToChange();
  const change = {
    token,
    method: 'PUT',
    action: 'accounts:settings.update',
    resource: `account/${house.account}`,
  };
  expect((await house.check(change)).status).toBe(204);
  const { status } = await house.call(house.ana, 'POST', `/v1/sessions/${session.id}/lower`);
  expect(status).toBe(200);
  expect(await refused(change)).toEqual(['403 insufficient_scope', 'refusal.check-access level_read']);
});
