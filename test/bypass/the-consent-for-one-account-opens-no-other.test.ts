import { afterAll, beforeAll, expect, it } from 'vitest';
import { raiseSession } from '#broker/session/raise-session.ts';
import { refusedExchange, tried } from '#test/attempt.ts';
import {
  claimsOf,
  type DelegatedHouse,
  openDelegatedHouse,
  READ,
  type SignedIn,
  WRITE,
} from '#test/delegated-house.ts';

let house: DelegatedHouse;
let ana: SignedIn;
let grant: string;
let open: Awaited<ReturnType<DelegatedHouse['inSession']>>;
beforeAll(async () => {
  house = await openDelegatedHouse();
  ana = await house.signIn('support', 'ana');
  open = await house.inSession(ana, WRITE, ['tess']);
  grant = open.grant;
});
afterAll(() => house.close());

const ofAnother = () => [
  house.accountOf('noel'),
  `${house.accountOf('mira')}9`,
  house.accountOf('mira').slice(0, -1),
  `${house.accountOf('noel')}/${house.accountOf('mira')}`,
];

it('details are never narrowed to an account that they do not contain', async () => {
  for (const identifier of ofAnother()) {
    const authorization_details = JSON.stringify([{ ...open.delegation.effective[0], identifier }]);
    expect(await tried(house, () => house.exchange(ana, grant, { authorization_details }))).toEqual(
      refusedExchange({ error: 'invalid_authorization_details' }),
    );
  }
});

it('a grant token that names another customer than its delegation is worth nothing', async () => {
  const sub = house.who('customer', 'noel').id;
  const moved = await house.sign('delegation-grant+jwt', { ...claimsOf(grant), sub });
  expect(await tried(house, () => house.exchange(ana, moved))).toEqual(
    refusedExchange({ reason: 'subject_token_invalid' }),
  );
});

it("the session for one customer is not one for another's delegation", async () => {
  const other = await house.granted('ana', 'noel', READ);
  const claims = claimsOf(await house.grantToken(ana, other));
  const sid = open.session.id;
  const crossed = await house.sign('delegation-grant+jwt', { ...claims, sid });
  expect(await tried(house, () => house.exchange(ana, crossed))).toEqual(
    refusedExchange({ reason: 'subject_token_invalid' }),
  );
});

it('the token names the account of the consent, and a write elsewhere may not begin', async () => {
  const raising = { principal: ana.principal, sid: open.session.id, reason: 'Mira asked for it.' };
  await raiseSession(house.context, raising);
  const { body } = await house.exchange(ana, grant);
  const { jti, sub, authorization_details } = claimsOf(body.access_token);
  expect({ sub, authorization_details }).toEqual({
    sub: house.who('customer', 'mira').id,
    authorization_details: [{ ...open.delegation.effective[0], identifier: house.accountOf('mira') }],
  });
  const write = { phase: 'intent', jti, action: 'accounts:settings.update' };
  const begin = (id: string, resource: string) => house.asBackend('/v1/outcomes', { ...write, id, resource });
  for (const [index, identifier] of ofAnother().entries())
    expect(await tried(house, () => begin(`elsewhere-${index}`, `${identifier}/settings`))).toMatchObject({
      status: 403,
      body: { code: 'outside_details' },
      log: [{ type: 'refusal.report-outcome', code: 'outside_details', actor: 'svc_accounts' }],
    });
  expect((await begin('here', `${house.accountOf('mira')}/settings`)).status).toBe(204);
});
