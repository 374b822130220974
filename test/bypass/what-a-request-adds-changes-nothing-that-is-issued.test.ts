import { afterAll, beforeAll, expect, it } from 'vitest';
import { refusedExchange, tried } from '#test/attempt.ts';
import {
  claimsOf,
  type DelegatedHouse,
  openDelegatedHouse,
  READ,
  RESOURCE,
  type SignedIn,
} from '#test/delegated-house.ts';

let house: DelegatedHouse;
let ana: SignedIn;
let grant: string;
beforeAll(async () => {
  house = await openDelegatedHouse();
  ana = await house.signIn('support', 'ana');
  grant = (await house.inSession(ana)).grant;
});
afterAll(() => house.close());

it('claims sent as parameters are in no token', async () => {
  const plain = claimsOf((await house.exchange(ana, grant)).body.access_token);
  const added = {
    iss: 'https://elsewhere.example',
    sub: house.who('customer', 'noel').id,
    aud: 'https://files.example',
    act: JSON.stringify({ iss: house.issuer, sub: house.who('support', 'ben').id }),
    may_act: JSON.stringify({ iss: house.issuer, sub: house.who('support', 'ben').id }),
    sid: 'ses_x',
    jti: 'tok_x',
    cnf: JSON.stringify({ jkt: 'x' }),
    exp: '9999999999',
    nbf: '0',
    txn: 'x',
    dlg: JSON.stringify({ id: 'dlg_x', level: 'write' }),
    level: 'write',
    roles: 'admin',
    acr: 'phr',
    actor: house.who('support', 'ben').id,
    delegation: 'dlg_x',
    session: 'ses_x',
  };
  for (const [name, value] of Object.entries(added)) {
    const { status, body } = await house.exchange(ana, grant, { [name]: value });
    expect(status).toBe(200);
    expect(claimsOf(body.access_token), name).toEqual({ ...plain, jti: expect.stringMatching(/^tok_.{8}/) });
    expect(body).not.toHaveProperty('refresh_token');
  }
});

it.each([
  ['client_id', 'svc_other'],
  ['client_id', 'console-support'],
  ['scope', 'accounts:invoice.read'],
  ['authorization_details', '[]'],
  ['subject_token', 'x'],
  ['actor_token', 'x'],
  ['grant_type', 'client_credentials'],
  ['requested_token_type', 'urn:ietf:params:oauth:token-type:refresh_token'],
])('a second %s (%s) is no second choice', async (name, value) => {
  const first: [string, string][] = Object.entries({
    client_id: 'console-support',
    scope: READ.join(' '),
    authorization_details: JSON.stringify((await house.exchange(ana, grant)).body.authorization_details),
    requested_token_type: 'urn:ietf:params:oauth:token-type:access_token',
    ...house.exchangeForm(ana, grant),
  });
  expect((await house.post(ana, first)).status).toBe(200);
  for (const form of [
    [...first, [name, value]],
    [[name, value], ...first],
  ] as [string, string][][]) {
    const { status, body } = await tried(house, () => house.post(ana, form));
    expect({ status, error: body.error }).toEqual({ status: 400, error: 'invalid_request' });
  }
});

it('an audience, another resource beside the right one, another kind of token: refused', async () => {
  const form = Object.entries(house.exchangeForm(ana, grant));
  for (const [name, value, error] of [
    ['audience', 'accounts', 'invalid_target'],
    ['audience', RESOURCE, 'invalid_target'],
    ['resource', RESOURCE, 'invalid_target'],
    ['resource', house.issuer, 'invalid_target'],
    ['resource', 'https://files.example', 'invalid_target'],
    ['requested_token_type', 'urn:ietf:params:oauth:token-type:refresh_token', 'invalid_request'],
    ['requested_token_type', 'urn:countersign:token-type:delegation-grant', 'invalid_request'],
  ] as [string, string, string][])
    expect(await tried(house, () => house.post(ana, [...form, [name, value]])), `${name}=${value}`).toEqual(
      refusedExchange({ error }),
    );
});
