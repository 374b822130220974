import type { JsonObject } from '@countersign/resource-server/jwt';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { update } from '#broker/db/build.ts';
import {
  claimsOf,
  type DelegatedHouse,
  openDelegatedHouse,
  READ,
  RESOURCE,
  type SignedIn,
  WRITE,
} from '#test/delegated-house.ts';
import { CHANGE, FILES, LEDGER, SEE, settleIn, withMoreBackends } from '#test/more-backends.ts';
import { shutOutClient } from '../clients/shut-out-client.ts';
import { clients } from '../clients/tables.ts';
import { longestChain } from '../delegated/accept-carried.ts';
import { stillCarried } from '../delegated/still-carried.ts';

const ACCESS_TOKEN = 'urn:ietf:params:oauth:token-type:access_token';
let house: DelegatedHouse;
let ana: SignedIn;
let accountsApi: SignedIn;

beforeAll(async () => {
  house = await openDelegatedHouse(undefined, withMoreBackends());
  await settleIn(house);
  accountsApi = await house.asService('svc_accounts');
});
afterAll(() => house.close());

/** Ana in a session that names both backends, and the token with which she calls the first. */
async function called(actions = [...READ, SEE], more: Record<string, string> = {}) {
  ana = await house.signIn('support', 'ana');
  const asked = await house.asks('ana', 'mira', actions, { locations: [RESOURCE, FILES] });
  if (actions.some((action) => action.endsWith('.update'))) await house.reviews('tess', asked);
  const session = await house.starts(ana, await house.answers('mira', asked));
  const grant = await house.grantToken(ana, session.delegation, session);
  const { body } = await house.exchange(ana, grant, more);
  return { session, token: String(body.access_token) };
}

const passOn = (token: string, more: Record<string, string> = {}, who = accountsApi) =>
  house.post(who, {
    grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
    subject_token: token,
    subject_token_type: ACCESS_TOKEN,
    actor_token: who.token,
    actor_token_type: ACCESS_TOKEN,
    resource: FILES,
    ...more,
  });

async function leave() {
  const { body } = await house.call(ana, 'GET', '/v1/sessions?status=live');
  const [session] = (body.items ?? []) as { sid: string }[];
  expect((await house.call(ana, 'DELETE', `/v1/sessions/${session?.sid}`)).status).toBeLessThan(300);
}

describe('a backend passes a delegation on (RFC 8693 §4.1)', () => {
  it('and acts for the same customer, with who acted before inside', async () => {
    const { session, token } = await called();
    const answer = await passOn(token);
    expect(answer).toMatchObject({ status: 200, body: { scope: SEE, issued_token_type: ACCESS_TOKEN } });
    expect(answer.body).not.toHaveProperty('refresh_token');
    const [first, next] = [claimsOf(token), claimsOf(answer.body.access_token)];
    expect(next).toMatchObject({
      sub: first.sub,
      aud: FILES,
      client_id: 'svc_accounts',
      sid: session.id,
      txn: session.delegation.id,
      act: { iss: house.issuer, sub: 'svc_accounts', sub_profile: 'service', act: first.act },
      cnf: { 'x5t#S256': accountsApi.thumbprint },
      dlg: { ...(first.dlg as object), level: 'read' },
      authorization_details: [{ actions: [SEE], locations: [FILES] }],
    });
    expect(Number(next.exp)).toBeLessThanOrEqual(Number(first.exp));
    const told = await house.introspect(String(answer.body.access_token), 'svc_files');
    expect(told).toMatchObject({ active: true, act: next.act, dlg: next.dlg });
    const entries = await house.entries(session.delegation.id);
    expect(entries.at(-1)).toMatchObject({
      type: 'token.issued',
      actor: 'svc_accounts',
      session: session.id,
      jti: next.jti,
      facts: { grant: 'chain', parent: first.jti },
    });
    await leave();
    expect(await house.introspect(String(answer.body.access_token), 'svc_files')).toEqual({ active: false });
  });

  it('never beyond the token it was called with: later exchanges do not move the end', async () => {
    const { token } = await called();
    const { exp } = claimsOf(token);
    house.clock.pass(60);
    accountsApi = await house.asService('svc_accounts');
    for (let times = 0; times < 5; times += 1)
      expect(claimsOf((await passOn(token)).body.access_token).exp).toBe(exp);
    house.clock.pass(241);
    accountsApi = await house.asService('svc_accounts');
    expect((await passOn(token)).body).toMatchObject({ error: 'invalid_request' });
    await leave();
  });

  it('only to read, also in a session that may write', async () => {
    const { token } = await called([...WRITE, SEE, CHANGE]);
    expect((await passOn(token)).body).toMatchObject({ scope: SEE });
    expect((await passOn(token, { scope: CHANGE })).body).toMatchObject({ error: 'invalid_scope' });
    await leave();
  });

  it('to where the delegation names the hop, and not to itself', async () => {
    const { token } = await called();
    for (const resource of [LEDGER, RESOURCE, 'https://nobody.example'])
      expect((await passOn(token, { resource })).body).toMatchObject({ error: 'invalid_target' });
    await leave();
  });

  it('with the account path that the token was narrowed to', async () => {
    const account = house.accountOf('mira');
    const { token } = await called(undefined, {
      authorization_details: JSON.stringify([
        {
          type: 'delegation_session',
          actions: READ,
          locations: [RESOURCE],
          identifier: `${account}/settings`,
          purpose: { code: 'check-setting', ref: 'TCK-1042' },
          max_duration: 300,
        },
      ]),
    });
    expect((await passOn(token)).body).toMatchObject({
      authorization_details: [{ identifier: `${account}/settings`, max_duration: 300 }],
    });
    await leave();
  });
});

describe('is refused', () => {
  it('whoever the token was not made out to', async () => {
    const { token } = await called();
    const files = await house.asService('svc_files');
    expect((await passOn(token, {}, files)).body).toMatchObject({ reason: 'subject_token_invalid' });
    const probe = await house.asService('svc_probe');
    expect((await passOn(token, {}, probe)).body).toMatchObject({ error: 'unauthorized_client' });
    expect((await passOn(token, { actor_token: ana.token })).body).toMatchObject({
      reason: 'actor_token_invalid',
    });
    expect((await passOn(token, { actor_token: token })).body).toMatchObject({
      reason: 'actor_token_invalid',
    });
    expect((await passOn(accountsApi.token)).body).toMatchObject({ reason: 'subject_token_invalid' });
    await leave();
  });

  it('a fifth actor in a row', async () => {
    const { token } = await called();
    const claims = claimsOf(token);
    let act = claims.act as object;
    const others = ['svc_files', 'svc_other'];
    for (let depth = 1; depth < longestChain; depth += 1) {
      expect((await passOn(await house.sign('at+jwt', { ...claims, act }))).status, `${depth}`).toBe(200);
      act = { iss: house.issuer, sub: others[depth % 2], sub_profile: 'service', act };
    }
    expect((await passOn(await house.sign('at+jwt', { ...claims, act }))).body).toMatchObject({
      error: 'invalid_request',
      reason: 'chain_too_deep',
    });
    await leave();
  });

  it('what was revoked, and with a token everything that was made from it', async () => {
    const { token } = await called();
    const { body } = await passOn(token);
    expect(await house.introspect(String(body.access_token), 'svc_files')).toMatchObject({ active: true });
    await house.post(ana, { token }, '/revoke');
    expect(await house.introspect(String(body.access_token), 'svc_files')).toEqual({ active: false });
    expect((await passOn(token)).body).toMatchObject({ reason: 'subject_token_invalid' });
    await leave();
  });

  it('a session that is over, and a backend that is shut out', async () => {
    const { token } = await called();
    const { body } = await passOn(token);
    const disabling = (disabledAt: Date | null) =>
      house.database.run(update(clients).set({ disabledAt }).where(eq(clients.id, 'svc_accounts')));
    await disabling(house.clock.at);
    expect(await house.introspect(String(body.access_token), 'svc_files')).toEqual({ active: false });
    expect((await passOn(token)).body).toMatchObject({ error: 'invalid_client' });
    await disabling(null);
    await leave();
    expect((await passOn(token)).body).toMatchObject({ reason: 'session_ended' });
  });

  it('what came through a backend that is shut out, wherever in the chain', async () => {
    const { token } = await called();
    const files = await house.asService('svc_files');
    const second = String((await passOn(token)).body.access_token);
    const back = () => passOn(second, { resource: RESOURCE }, files);
    const third = claimsOf((await back()).body.access_token);
    const carried = () => stillCarried(house.context, third as JsonObject, RESOURCE);
    expect(await carried()).toBe(true);
    const disabling = (disabledAt: Date | null) =>
      house.database.run(update(clients).set({ disabledAt }).where(eq(clients.id, 'svc_accounts')));
    await disabling(house.clock.at);
    expect(await carried()).toBe(false);
    expect((await back()).body).toMatchObject({ reason: 'subject_token_invalid' });
    await disabling(null);
    expect(await carried()).toBe(true);
    await leave();
  });

  it('what a backend had passed on before it was shut out: it is taken back, and every backend told', async () => {
    const { token, session } = await called();
    const files = await house.asService('svc_files');
    const second = String((await passOn(token)).body.access_token);
    const third = String((await passOn(second, { resource: RESOURCE }, files)).body.access_token);
    const admin = house.who('admin', 'tess');
    expect(await shutOutClient(house.context, admin, 'svc_accounts', 'Its key leaked.')).toMatchObject({
      row: { shutOut: true },
    });
    const revoked = (await house.entries()).filter(
      (entry) => entry.type === 'token.revoked' && entry.session === session.id,
    );
    expect(revoked.map(({ jti }) => jti).sort()).toEqual(
      [second, third].map((made) => claimsOf(made).jti).sort(),
    );
    await house.database.run(
      update(clients).set({ disabledAt: null, shutOut: false }).where(eq(clients.id, 'svc_accounts')),
    );
    expect(await house.introspect(token), 'what was for it is the session’s').toMatchObject({ active: true });
    expect(await house.introspect(third)).toEqual({ active: false });
    await leave();
  });

  it('a backend that is not registered for it', async () => {
    const { token } = await called();
    const scoped = (scopes: string[]) =>
      house.database.run(update(clients).set({ scopes }).where(eq(clients.id, 'svc_accounts')));
    await scoped(['introspect']);
    expect((await passOn(token)).body).toMatchObject({ reason: 'actor_token_invalid' });
    await scoped(['signals.read', 'outcomes.write', 'introspect', 'delegation.run']);
    await leave();
  });
});
