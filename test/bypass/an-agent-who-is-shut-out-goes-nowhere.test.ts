import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { update } from '#broker/db/build.ts';
import { clients } from '#broker/oauth/clients/tables.ts';
import { refusedExchange, tried } from '#test/attempt.ts';
import { type DelegatedHouse, openDelegatedHouse, READ, type SignedIn } from '#test/delegated-house.ts';

let house: DelegatedHouse;
let ana: SignedIn;
let max: SignedIn;
beforeAll(async () => {
  house = await openDelegatedHouse();
  ana = await house.signIn('support', 'ana');
  max = await house.signIn('admin', 'max', { scopes: ['people.manage'] });
});
afterAll(() => house.close());

it('shut out in the middle: the session ends, and neither what she holds nor what she is granted opens anything', async () => {
  const { delegation, session, grant } = await house.inSession(ana);
  const delegated = String((await house.exchange(ana, grant)).body.access_token);
  expect(await house.introspect(delegated)).toMatchObject({ active: true });
  const waiting = await house.granted('ana', 'noel');
  const polling = await house.grantToken(ana, waiting);

  const disabling = { reason: 'Left the company.' };
  const disabled = await house.call(max, 'POST', `/v1/people/${ana.principal.id}/disable`, disabling);
  expect(disabled).toMatchObject({ status: 200, body: { enabled: false } });
  expect((await house.session(session.id)).state).toMatchObject({
    status: 'ended',
    endedBy: { kind: 'admin', id: max.principal.id },
  });
  expect((await house.delegation(delegation.id)).state.status).toBe('revoked');
  expect(await house.types(delegation.id)).toEqual(
    expect.arrayContaining(['session.ended', 'delegation.revoked']),
  );

  const refused = refusedExchange({ reason: 'actor_token_invalid' });
  for (const token of [grant, polling])
    expect(await tried(house, () => house.exchange(ana, token))).toEqual(refused);
  expect(await house.introspect(delegated)).toEqual({ active: false });
  for (const path of [`/v1/delegations/${waiting.id}/sessions`, `/v1/sessions/${session.id}/lower`])
    expect(await tried(house, () => house.call(ana, 'POST', path))).toMatchObject({ status: 401, log: [] });
  await expect(house.starts(ana, waiting)).rejects.toMatchObject({ code: 'not_granted' });
});

it('let in again: what was ended stays ended, and the old tokens open nothing', async () => {
  const old = await house.signIn('support', 'ben');
  const granted = await house.granted('ben', 'mira');
  const session = await house.starts(old, granted);
  const grant = await house.grantToken(old, session.delegation, session);
  const person = `/v1/people/${old.principal.id}`;
  for (const path of ['disable', 'enable'])
    expect((await house.call(max, 'POST', `${person}/${path}`, {})).status).toBe(200);
  house.clock.pass(1);
  expect(await tried(house, () => house.exchange(old, grant))).toEqual(
    refusedExchange({ reason: 'actor_token_invalid' }),
  );
  const ben = await house.signIn('support', 'ben', { thumbprint: old.thumbprint });
  expect(await tried(house, () => house.exchange(ben, grant))).toEqual(
    refusedExchange({ reason: 'delegation_not_active' }),
  );
});

it('a person who is shut out signs in through no other account', async () => {
  const cleo = await house.signIn('support', 'cleo');
  const asked = await house.asks('cleo', 'mira', READ);
  const grant = await house.grantToken(cleo, await house.answers('mira', asked));
  const { id } = house.who('admin', 'cleo');
  expect((await house.call(max, 'POST', `/v1/people/${id}/disable`, {})).status).toBe(200);
  expect(await tried(house, () => house.exchange(cleo, grant))).toEqual(
    refusedExchange({ reason: 'actor_token_invalid' }),
  );
});

it('a service that is no longer registered is no client, and what it was issued is dead', async () => {
  const probe = await house.asService();
  const grant = 'whatever';
  const register = (disabledAt: Date | null) =>
    house.database.run(update(clients).set({ disabledAt }).where(eq(clients.id, 'svc_probe')));
  await register(house.clock.at);
  expect(await tried(house, () => house.exchange(probe, grant))).toMatchObject({
    status: 401,
    body: { error: 'invalid_client' },
  });
  expect(await tried(house, () => house.call(probe, 'GET', '/v1/delegations'))).toMatchObject({
    status: 401,
  });
  await register(null);
  expect((await house.call(probe, 'GET', '/v1/delegations')).status).toBe(200);
});
