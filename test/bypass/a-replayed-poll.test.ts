import { sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { callerKey, proofOf } from '#test/broker-fixture.ts';
import { openDelegatedHouse } from '#test/delegated-house.ts';

it('whoever replays a poll does not put off the next one', async () => {
  const house = await openDelegatedHouse();
  const key = callerKey();
  const ana = await house.signIn('support', 'ana', { key });
  const grant = await house.grantToken(ana, await house.asks('ana', 'mira', ['accounts:profile.read']));
  const now = house.context.clock.now();
  const dpop = proofOf(
    key,
    { method: 'POST', url: `${house.issuer}/token`, token: ana.token },
    { nonce: house.oauth.nonces.current(now), iat: Math.floor(now.getTime() / 1000), ath: undefined },
  );
  const sanUris = ['spiffe://countersign.demo/console-support'];
  const certificate = { thumbprint: ana.thumbprint, subject: '', issuedAt: new Date(), sanUris };
  const send = async () => {
    const request = {
      method: 'POST',
      headers: { dpop, 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({
        ...house.exchangeForm(ana, grant),
        client_id: 'console-support',
      }).toString(),
    };
    const connection = { remoteAddress: '127.0.0.1', certificate };
    const response = await house.app.request(`${house.issuer}/token`, request, { connection });
    return ((await response.json()) as { error: string }).error;
  };
  const intervals = async () =>
    (await house.database.run(sql`select interval_s from delegation_polls`)).rows.map(
      (row) => row.interval_s,
    );

  expect(await send()).toBe('authorization_pending');
  const before = await intervals();
  for (let replay = 0; replay < 3; replay += 1) expect(await send()).toBe('invalid_dpop_proof');
  expect(await intervals()).toEqual(before);
  await house.close();
});
