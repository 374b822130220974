import { afterAll, beforeAll, expect, it } from 'vitest';
import { refusedExchange, tried } from '#test/attempt.ts';
import { claimsOf, type DelegatedHouse, openDelegatedHouse, type SignedIn } from '#test/delegated-house.ts';

let house: DelegatedHouse;
let ana: SignedIn;
let mira: SignedIn;
let grant: string;
beforeAll(async () => {
  house = await openDelegatedHouse();
  ana = await house.signIn('support', 'ana');
  mira = await house.signIn('customer', 'mira', { clientId: 'console-support', thumbprint: ana.thumbprint });
  grant = (await house.inSession(ana)).grant;
});
afterAll(() => house.close());

const ACCESS_TOKEN = 'urn:ietf:params:oauth:token-type:access_token';
const exchange = (form: Record<string, string>) => tried(house, () => house.exchange(ana, grant, form));

it('nobody acts with the token of the customer, of an admin, or with the grant itself', async () => {
  const admin = await house.signIn('admin', 'tess', {
    clientId: 'console-support',
    thumbprint: ana.thumbprint,
  });
  const refused = refusedExchange({ reason: 'actor_token_invalid' });
  for (const actor_token of [mira.token, admin.token, grant])
    expect(await exchange({ actor_token })).toEqual(refused);
});

it("nobody's sign-in stands for a grant", async () => {
  const refused = refusedExchange({ reason: 'subject_token_invalid' });
  for (const subject_token of [ana.token, mira.token])
    expect(await exchange({ subject_token })).toEqual(refused);
  for (const subject_token of [ana.token, mira.token, grant])
    expect(await exchange({ subject_token, subject_token_type: ACCESS_TOKEN })).toEqual(
      refusedExchange({ error: 'unauthorized_client' }),
    );
});

it('the two swapped are neither', async () => {
  expect(await exchange({ subject_token: ana.token, actor_token: grant })).toEqual(
    refusedExchange({ reason: 'actor_token_invalid' }),
  );
  expect(await exchange({ subject_token: mira.token, actor_token: mira.token })).toEqual(
    refusedExchange({ reason: 'actor_token_invalid' }),
  );
});

it('a token of one kind that says what the other says is still of its kind', async () => {
  const [acting, granting] = [claimsOf(ana.token), claimsOf(grant)];
  expect(await exchange({ subject_token: await house.sign('at+jwt', granting) })).toEqual(
    refusedExchange({ reason: 'subject_token_invalid' }),
  );
  expect(await exchange({ actor_token: await house.sign('delegation-grant+jwt', acting) })).toEqual(
    refusedExchange({ reason: 'actor_token_invalid' }),
  );
});

it('the right two in their places are what was refused above', async () => {
  expect((await house.exchange(ana, grant)).status).toBe(200);
});
