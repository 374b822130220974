import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { disablePerson } from '#broker/identity/disable-person.ts';
import { personIdOf } from '#broker/identity/person-id.ts';
import type { Principal } from '#broker/identity/principal.ts';
import { type House, ISSUER, openHouse } from '../test-house.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
}, 180_000);
afterAll(() => house.close());

const claimsOf = (body: Record<string, unknown>) =>
  JSON.parse(Buffer.from(String(body.access_token).split('.')[1] ?? '', 'base64url').toString());
const max: Principal = {
  domain: 'admin',
  id: 'adm_max',
  person: undefined,
  name: 'Max',
  roles: ['people_admin'],
  groups: [],
  scopes: ['people.manage'],
  clientId: 'console-admin',
  signInId: undefined,
  jkt: undefined,
  x5t: undefined,
  authTime: undefined,
  acr: undefined,
  amr: [],
  expiresAt: new Date(0),
};
const refused = { error: 'invalid_request', reason: 'subject_token_invalid' };
const exchange = 'urn:ietf:params:oauth:grant-type:token-exchange';
const idTokenType = 'urn:ietf:params:oauth:token-type:id_token';

describe('a sign-in', () => {
  it('gives a token for the broker alone, bound to the door, and a refresh token', async () => {
    const claims = { employee_id: 'E-1', groups: ['support-agents'], acr: 'urn:mfa', amr: ['pwd', 'otp'] };
    const reply = await house.signIn('support', 'ana', claims);
    expect(reply.body).toMatchObject({
      token_type: 'DPoP',
      issued_token_type: 'urn:ietf:params:oauth:token-type:access_token',
      expires_in: 300,
      scope: 'delegation.request delegation.run',
    });
    expect(String(reply.body.refresh_token)).toMatch(/^[A-Za-z0-9_-]{43}$/);
    const token = claimsOf(reply.body);
    expect(token).toMatchObject({
      iss: ISSUER,
      aud: ISSUER,
      sub: 'agt_ana',
      client_id: 'console-support',
      domain: 'support',
      person: personIdOf('E-1'),
      roles: ['agent'],
      sub_id: { format: 'iss_sub', iss: `${house.provider.url}/support`, sub: 'ana' },
      acr: 'urn:mfa',
      amr: ['pwd', 'otp'],
      auth_time: house.now(),
      cnf: { jkt: house.keys.support.thumbprint },
    });
    expect(token).not.toHaveProperty('act');
    expect(await house.entries('sign_in.started')).toContainEqual(
      expect.objectContaining({ actor: 'agt_ana', target: token.sid, client: 'console-support' }),
    );
  });

  it('fixes the scopes by domain and role', async () => {
    const tess = await house.signIn('admin', 'tess', { employee_id: 'E-2', groups: ['team-leads'] });
    expect(String(tess.body.scope).split(' ')).toContain('delegation.approve');
    const pia = await house.signIn('admin', 'pia', { employee_id: 'E-3', groups: ['policy-owners'] });
    expect(String(pia.body.scope)).toBe('policy.activate policy.propose');
    const mira = await house.signIn('customer', 'mira');
    expect(mira.body.scope).toBe('consent.give consent.revoke history.read');
  });

  it('links a customer account to the staff person behind it', async () => {
    const tess = await house.signIn('admin', 'tess', { employee_id: 'E-2', groups: ['team-leads'] });
    const tessa = await house.signIn('customer', 'tessa');
    expect(claimsOf(tessa.body).person).toBe(claimsOf(tess.body).person);
  });

  it('takes in staff whose issuer names the person, and gives both accounts of a person one id', async () => {
    const agent = await house.signIn('support', 'cleo-s', { employee_id: 'E-9', groups: ['support-agents'] });
    const admin = await house.signIn('admin', 'cleo-a', { employee_id: 'E-9', groups: ['team-leads'] });
    expect(claimsOf(agent.body).sub).toMatch(/^agt_/);
    expect(claimsOf(admin.body).sub).toMatch(/^adm_/);
    expect(claimsOf(agent.body).person).toBe(claimsOf(admin.body).person);
    expect(await house.entries('person.taken_in')).toHaveLength(2);
  });

  it('of a new agent twice at once takes the person in once', async () => {
    const claims = { employee_id: 'E-10', groups: ['support-agents'] };
    const replies = await Promise.all([
      house.signIn('support', 'twin', claims),
      house.signIn('support', 'twin', claims),
    ]);
    const [first, second] = replies.map(({ body }) => claimsOf(body).sub);
    expect(first).toBe(second);
  });

  it('reads the groups again each time', async () => {
    await house.signIn('support', 'eve', { employee_id: 'E-4', groups: ['support-agents'] });
    const again = await house.signIn('support', 'eve', {
      employee_id: 'E-4',
      groups: ['emergency-responders'],
    });
    expect(claimsOf(again.body).roles).toEqual(['emergency']);
    expect(await house.entries('person.groups_changed')).not.toHaveLength(0);
  });

  it('repeated from the same authentication ends the one before', async () => {
    const auth_time = house.now() - 60;
    const claims = { employee_id: 'E-2', groups: ['team-leads'], auth_time };
    const first = await house.signIn('admin', 'tess', claims);
    const second = await house.signIn('admin', 'tess', claims);
    expect((await house.refresh('admin', String(first.body.refresh_token))).body.error).toBe('invalid_grant');
    expect((await house.refresh('admin', String(second.body.refresh_token))).status).toBe(200);
  });
});

describe('is refused', () => {
  it.each([
    ['to a customer who is not in the directory', 'customer', 'stranger', {}],
    ['to staff whose issuer names no person', 'support', 'nameless', { groups: ['support-agents'] }],
    ['when the account is another person’s now', 'support', 'ana', { employee_id: 'E-7' }],
    ['for another audience', 'support', 'ana', { employee_id: 'E-1', aud: 'console-admin' }],
    ['for several audiences', 'support', 'ana', { employee_id: 'E-1', aud: ['console-support', 'x'] }],
    ['for another authorised party', 'support', 'ana', { employee_id: 'E-1', azp: 'x' }],
    [
      'when the ID token is older than two minutes',
      'support',
      'ana',
      { employee_id: 'E-1', iat: 1_772_442_000 - 121 },
    ],
    ['when the ID token has expired', 'support', 'ana', { employee_id: 'E-1', exp: 1_772_442_000 - 6 }],
    [
      'when the issuer only looks like ours',
      'support',
      'ana',
      { employee_id: 'E-1', iss: 'http://localhost/support' },
    ],
  ] as const)('%s', async (_, domain, sub, claims) => {
    const reply = await house.signIn(domain, sub, claims);
    expect(reply.status).toBe(400);
    expect(reply.body).toMatchObject(refused);
  });

  it('with the ID token of another domain', async () => {
    const subject_token = await house.idToken('admin', 'tess', {
      employee_id: 'E-2',
      aud: 'console-support',
    });
    const reply = await house.signIn('support', 'ana', {}, { subject_token });
    expect(reply.body).toMatchObject(refused);
  });

  it('with an ID token that was used before, at any door', async () => {
    const subject_token = await house.idToken('support', 'ana', { employee_id: 'E-1' });
    expect((await house.signIn('support', 'ana', {}, { subject_token })).status).toBe(200);
    expect((await house.signIn('support', 'ana', {}, { subject_token })).body).toMatchObject(refused);
  });

  it('with an access token, a typed token, or an unsigned one in place of the ID token', async () => {
    const signedIn = await house.signIn('support', 'ana', { employee_id: 'E-1' });
    const typed = await house.idToken('support', 'ana', { employee_id: 'E-1' }, { typ: 'at+jwt' });
    const [, payload] = (await house.idToken('support', 'ana', { employee_id: 'E-1' })).split('.');
    const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}.AAAA`;
    for (const subject_token of [String(signedIn.body.access_token), typed, unsigned]) {
      expect((await house.signIn('support', 'ana', {}, { subject_token })).body).toMatchObject(refused);
    }
  });

  it('for a backend as target, with an actor, or for more scope than the person has', async () => {
    const target = await house.signIn('support', 'ana', {}, { resource: 'https://localhost:3002' });
    expect(target.body.error).toBe('invalid_target');
    const actor_token_type = 'urn:ietf:params:oauth:token-type:access_token';
    const actor = await house.signIn('support', 'ana', {}, { actor_token: 'x', actor_token_type });
    expect(actor.body.error).toBe('invalid_request');
    const claims = { employee_id: 'E-1', groups: ['support-agents'] };
    const more = await house.signIn('support', 'ana', claims, { scope: 'delegation.approve' });
    expect(more.body.error).toBe('invalid_scope');
  });

  it('to a service that signs nobody in', async () => {
    const certificate = {
      thumbprint: 't',
      subject: '',
      issuedAt: new Date(),
      sanUris: ['spiffe://countersign.demo/probe-tls'],
    };
    const subject_token = await house.idToken('support', 'ana');
    const form = {
      grant_type: exchange,
      client_id: 'svc_probe_tls',
      subject_token,
      subject_token_type: idTokenType,
    };
    expect((await house.post(form, {}, { certificate })).body.error).toBe('unauthorized_client');
  });

  it('to a disabled person, whose earlier sign-ins are over at once', async () => {
    const before = await house.signIn('customer', 'mira');
    house.pass(1);
    await disablePerson(house.context, max, 'cus_mira', 'left');
    expect((await house.signIn('customer', 'mira')).body).toMatchObject(refused);
    await expect(house.call(String(before.body.access_token), house.keys.customer)).rejects.toMatchObject({
      code: 'invalid_token',
    });
    expect((await house.refresh('customer', String(before.body.refresh_token))).body.error).toBe(
      'invalid_grant',
    );
  });
});
