import { afterAll, beforeAll, expect, it } from 'vitest';
import { revokeGrant } from '#broker/delegation/revoke-grant.ts';
import { refusedExchange, tried } from '#test/attempt.ts';
import {
  claimsOf,
  type DelegatedHouse,
  openDelegatedHouse,
  READ,
  type SignedIn,
} from '#test/delegated-house.ts';

let house: DelegatedHouse;
let ana: SignedIn;
let other: SignedIn;
beforeAll(async () => {
  house = await openDelegatedHouse();
  ana = await house.signIn('support', 'ana');
  other = await house.asService('svc_other', ana.thumbprint);
});
afterAll(() => house.close());

const refused = (reason: string, by: RegExp | string = /^(console-support|agt_)/) =>
  refusedExchange({ reason }, by);

/** Even if it got hold of the key. */
const byAnotherClient = (grant: string) => tried(house, () => house.exchange(other, grant));

it("another client's grant token is answered like one that does not exist, whatever became of it", async () => {
  const unknown = await house.sign('delegation-grant+jwt', {
    ...claimsOf(await house.grantToken(ana, await house.asks('ana', 'noel', READ))),
    client_id: 'svc_other',
    may_act: { iss: house.issuer, sub: 'svc_other' },
    dlg: { id: 'dlg_0000000000000' },
  });
  const nothing = await byAnotherClient(unknown);
  expect(nothing).toEqual(refused('subject_token_invalid', 'svc_other'));
  expect(await byAnotherClient('not.a.token')).toEqual(nothing);

  const asked = await house.asks('ana', 'mira', READ);
  expect(await byAnotherClient(await house.grantToken(ana, asked))).toEqual(nothing);
  const { delegation, grant } = await house.inSession(ana);
  expect(await byAnotherClient(grant)).toEqual(nothing);
  await revokeGrant(house.context, { principal: house.who('customer', 'mira'), id: delegation.id });
  expect(await byAnotherClient(grant)).toEqual(nothing);
});

it("a colleague at the same door, with the same key, does not act with ana's", async () => {
  const granted = await house.granted('ana', 'mira');
  const ben = await house.signIn('support', 'ben', { thumbprint: ana.thumbprint });
  const grant = await house.grantToken(ana, granted);
  expect(await tried(house, () => house.exchange(ben, grant))).toEqual(refused('may_act_mismatch'));
  expect(await tried(house, () => house.exchange({ ...ana, token: ben.token }, grant))).toEqual(
    refused('may_act_mismatch'),
  );
});

it("a token of one client is not another's to act with", async () => {
  const elsewhere = await house.signIn('support', 'ana', {
    clientId: 'svc_other',
    thumbprint: ana.thumbprint,
  });
  const grant = await house.grantToken(ana, await house.granted('ana', 'mira'));
  expect(await tried(house, () => house.exchange({ ...ana, token: elsewhere.token }, grant))).toEqual(
    refused('actor_token_invalid'),
  );
});

it('a door for others lets nobody act', async () => {
  const grant = await house.grantToken(ana, await house.granted('ana', 'mira'));
  const mira = await house.signIn('customer', 'mira');
  expect(await tried(house, () => house.exchange(mira, grant))).toEqual(
    refusedExchange({ error: 'unauthorized_client' }, 'console-customer'),
  );
});

it('a grant token that the broker signed, but whose delegation is of another client or agent, is worth nothing', async () => {
  const { grant } = await house.inSession(ana);
  const { sid, ...claims } = claimsOf(grant);
  const ben = await house.signIn('support', 'ben', { thumbprint: ana.thumbprint });
  const elsewhere = await house.signIn('support', 'ana', {
    clientId: 'svc_other',
    thumbprint: ana.thumbprint,
  });
  for (const who of [other, ben, elsewhere])
    for (const session of [{}, { sid }]) {
      const { clientId, id } = who.principal;
      const may_act = { iss: house.issuer, sub: id };
      const changed = { ...claims, ...session, client_id: clientId, may_act };
      const taken = await house.sign('delegation-grant+jwt', changed);
      expect(await tried(house, () => house.exchange(who, taken))).toEqual(
        refused('subject_token_invalid', new RegExp(`^(${clientId}|${id})$`)),
      );
    }
  expect((await house.exchange(ana, grant)).status).toBe(200);
});
