import { afterAll, beforeAll, expect, it } from 'vitest';
import { refusedExchange, tried } from '#test/attempt.ts';
import { claimsOf, type DelegatedHouse, openDelegatedHouse, type SignedIn } from '#test/delegated-house.ts';

let house: DelegatedHouse;
let ana: SignedIn;
let grant: string;
let delegated: string;
beforeAll(async () => {
  house = await openDelegatedHouse();
  ana = await house.signIn('support', 'ana');
  grant = (await house.inSession(ana)).grant;
  delegated = String((await house.exchange(ana, grant)).body.access_token);
});
afterAll(() => house.close());

const ACCESS_TOKEN = 'urn:ietf:params:oauth:token-type:access_token';
const exchange = (form: Record<string, string>) => tried(house, () => house.exchange(ana, grant, form));

it('whoever acts for somebody acts for nobody else with it', async () => {
  const refused = refusedExchange({ reason: 'actor_token_invalid' });
  expect(await exchange({ actor_token: delegated })).toEqual(refused);
  const { act } = claimsOf(delegated);
  const own = claimsOf(ana.token);
  for (const acting of [act, { iss: house.issuer, sub: 'svc_probe', act }, null]) {
    const actor_token = await house.sign('at+jwt', { ...own, act: acting });
    expect(await exchange({ actor_token })).toEqual(refused);
  }
});

it('a delegation is not delegated again', async () => {
  expect(await exchange({ subject_token: delegated })).toEqual(
    refusedExchange({ reason: 'subject_token_invalid' }),
  );
  expect(
    await exchange({ subject_token: delegated, subject_token_type: 'urn:ietf:params:oauth:token-type:jwt' }),
  ).toEqual(refusedExchange({}));
  expect(await exchange({ subject_token: delegated, subject_token_type: ACCESS_TOKEN })).toEqual(
    refusedExchange({ error: 'unauthorized_client' }),
  );
  expect(await exchange({ subject_token: delegated, actor_token: delegated })).toEqual(
    refusedExchange({ reason: 'actor_token_invalid' }),
  );
});

it('a delegated token does not renew itself', async () => {
  const form = { grant_type: 'refresh_token', refresh_token: delegated };
  expect(await tried(house, () => house.post(ana, form))).toEqual(
    refusedExchange({ error: 'invalid_grant' }),
  );
});
