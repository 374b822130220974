import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { leafHash } from '#broker/audit/event.ts';
import { logEntries } from '#broker/audit/tables.ts';
import { update } from '#broker/db/build.ts';
import { endDelegation } from '#broker/delegation/end-delegation.ts';
import { activePolicy } from '#broker/governance/tables.ts';
import type { SessionId } from '#broker/ids.ts';
import { clients } from '#broker/oauth/clients/tables.ts';
import { endSession } from '#broker/session/end-session.ts';
import { raiseSession } from '#broker/session/raise-session.ts';
import { sessions } from '#broker/session/tables.ts';
import { callerKey } from '#test/broker-fixture.ts';
import {
  claimsOf,
  type DelegatedHouse,
  openDelegatedHouse,
  READ,
  RESOURCE,
  type Reply,
  type SignedIn,
  WRITE,
} from '#test/delegated-house.ts';

let house: DelegatedHouse;
let ana: SignedIn;
beforeAll(async () => {
  house = await openDelegatedHouse();
}, 240_000);
afterAll(() => house.close());
beforeEach(async () => {
  await house.allLapse();
  ana = await house.signIn('support', 'ana');
});

const refused = (reason: string) => ({ status: 400, body: { error: 'invalid_request', reason } });
const error = (code: string) => ({ status: 400, body: { error: code } });

const inSession = (actions = READ, signers: string[] = []) => house.inSession(ana, actions, signers);

describe('a delegated token', () => {
  it('says who acts, for whom, what, where, by which session and on what evidence', async () => {
    const { delegation, session, grant } = await inSession();
    const reply = await house.exchange(ana, grant);
    expect(reply).toMatchObject({
      status: 200,
      body: {
        issued_token_type: 'urn:ietf:params:oauth:token-type:access_token',
        token_type: 'Bearer',
        expires_in: 300,
        scope: READ.join(' '),
        authorization_details: delegation.effective,
      },
    });
    expect(reply.body.refresh_token).toBeUndefined();
    const claims = claimsOf(reply.body.access_token);
    const grantLeaf = (await house.database.handle.select().from(logEntries)).find(
      ({ id }) => id === delegation.grantEntry,
    );
    expect(claims).toEqual({
      iss: house.issuer,
      sub: delegation.subjectId,
      aud: RESOURCE,
      client_id: 'console-support',
      iat: expect.any(Number),
      exp: expect.any(Number),
      jti: expect.stringMatching(/^tok_/),
      scope: READ.join(' '),
      cnf: { 'x5t#S256': ana.thumbprint },
      act: { iss: house.issuer, sub: ana.principal.id, sub_profile: 'user' },
      authorization_details: delegation.effective,
      sid: session.id,
      txn: delegation.id,
      dlg: {
        id: delegation.id,
        mode: 'consented',
        level: 'read',
        purpose: { code: 'check-setting', ref: 'TCK-1042' },
        policy: house.context.policy.version,
        evidence: leafHash(grantLeaf?.leaf ?? ''),
        actor_auth_time: Math.floor(house.clock.at.getTime() / 1000),
      },
    });
  });

  it('the token, introspection and the log agree', async () => {
    const { delegation, grant } = await inSession();
    const { body } = await house.exchange(ana, grant);
    const claims = claimsOf(body.access_token);
    const told = await house.introspect(String(body.access_token));
    expect(told).toEqual({ active: true, token_type: 'Bearer', ...claims });
    const entry = (await house.entries(delegation.id)).find(({ type }) => type === 'token.issued');
    expect(entry).toMatchObject({
      actor: (claims.act as { sub: string }).sub,
      subject: claims.sub,
      session: claims.sid,
      jti: claims.jti,
      facts: { actions: claims.scope, exp: claims.exp, resource: claims.aud, level: 'read' },
    });
  });

  it('carries the level of the session at its issue', async () => {
    const { session, grant } = await inSession(WRITE, ['tess']);
    const input = { principal: ana.principal, sid: session.id, reason: 'As the customer asked.' };
    await raiseSession(house.context, input);
    const { body } = await house.exchange(ana, grant);
    expect(claimsOf(body.access_token)).toMatchObject({ dlg: { level: 'write' } });
  });

  it('a hundred exchanges never move the horizon', async () => {
    const { session, grant } = await inSession();
    let latest = 0;
    for (let round = 0; round < 100; round++) {
      house.clock.pass(5);
      const fresh = { ...ana, token: await house.personToken(ana.principal) };
      const { status, body } = await house.exchange(fresh, grant);
      expect(status).toBe(200);
      latest = Math.max(latest, Number(claimsOf(body.access_token).exp));
    }
    expect(latest * 1000).toBe(session.expiresAt.getTime());
    house.clock.pass(100);
    const fresh = { ...ana, token: await house.personToken(ana.principal) };
    expect((await house.exchange(fresh, grant)).status).toBe(400);
  }, 120_000);

  it('takes less, by details or by scope', async () => {
    const { delegation, grant } = await inSession();
    const [item] = delegation.effective;
    const less = [{ ...item, actions: [READ[0]] }];
    const narrowed = await house.exchange(ana, grant, { authorization_details: JSON.stringify(less) });
    expect(narrowed.body.authorization_details).toEqual(less);
    const scoped = await house.exchange(ana, grant, { scope: READ[1] ?? '' });
    expect(scoped.body).toMatchObject({ scope: READ[1], authorization_details: [{ actions: [READ[1]] }] });
  });

  it('is bound to the key of its request, and may be used with it alone', async () => {
    const key = callerKey();
    ana = await house.signIn('support', 'ana', { key });
    const granted = await house.granted('ana', 'mira');
    const started = await house.call(ana, 'POST', `/v1/delegations/${granted.id}/sessions`);
    expect(started.status).toBe(201);
    const { sid, grant_token: grant } = started.body;
    expect(claimsOf(grant).cnf).toEqual({ jkt: key.thumbprint });
    const reply = await house.exchange(ana, String(grant));
    expect(reply).toMatchObject({ status: 200, body: { token_type: 'DPoP', expires_in: 300 } });
    const claims = claimsOf(reply.body.access_token);
    expect(claims).toMatchObject({ sid, cnf: { jkt: key.thumbprint }, act: { sub: ana.principal.id } });
    const told = await house.introspect(String(reply.body.access_token));
    expect(told).toEqual({ active: true, token_type: 'DPoP', ...claims });
  });
});

describe('refused, in the order of the checks', () => {
  it('parameters', async () => {
    const { grant } = await inSession();
    const form = house.exchangeForm(ana, grant);
    const without = (...names: string[]) =>
      Object.fromEntries(Object.entries(form).filter(([name]) => !names.includes(name))) as Record<
        string,
        string
      >;
    expect(await house.post(ana, without('actor_token'))).toMatchObject(error('invalid_request'));
    expect(await house.post(ana, without('actor_token', 'actor_token_type'))).toMatchObject(
      error('invalid_request'),
    );
    expect(await house.post(ana, without('resource'))).toMatchObject(error('invalid_target'));
    for (const [more, code] of [
      [{ actor_token_type: 'urn:ietf:params:oauth:token-type:id_token' }, 'invalid_request'],
      [{ resource: '/relative' }, 'invalid_target'],
      [{ resource: `${RESOURCE}#fragment` }, 'invalid_target'],
      [{ authorization_details: 'no' }, 'invalid_authorization_details'],
      [{ authorization_details: '{}' }, 'invalid_authorization_details'],
    ] as const)
      expect(await house.exchange(ana, grant, { ...more })).toMatchObject(error(code));
  });

  it('an actor token that is none, or has expired', async () => {
    const { grant } = await inSession();
    const outcome = refused('actor_token_invalid');
    expect(await house.exchange({ ...ana, token: 'not.a.token' }, grant)).toMatchObject(outcome);
    house.clock.pass(306);
    expect(await house.exchange(ana, grant)).toMatchObject(outcome);
  });

  it('a grant token that is none, or is not as the broker signed it', async () => {
    const { grant } = await inSession();
    const outcome = refused('subject_token_invalid');
    expect(await house.exchange(ana, 'not.a.token')).toMatchObject(outcome);
    const [head, , tail] = grant.split('.');
    const body = Buffer.from(JSON.stringify({ ...claimsOf(grant), sid: 'ses_other' })).toString('base64url');
    expect(await house.exchange(ana, [head, body, tail].join('.'))).toMatchObject(outcome);
  });

  it('a session that ended when an old refresh token was used again', async () => {
    const { session, delegation, grant } = await inSession();
    const old = await house.refreshToken(ana);
    const refresh = (token: string) => house.post(ana, { grant_type: 'refresh_token', refresh_token: token });
    expect((await refresh(old)).status).toBe(200);
    const token = String((await house.exchange(ana, grant)).body.access_token);
    house.clock.pass(11);
    expect(await refresh(old)).toMatchObject(error('invalid_grant'));
    expect((await house.session(session.id)).state).toMatchObject({
      status: 'ended',
      endedBy: { kind: 'detection' },
    });
    expect((await house.delegation(delegation.id)).state.status).toBe('revoked');
    expect(await house.exchange(ana, grant)).toMatchObject(refused('actor_token_invalid'));
    expect(await house.introspect(token)).toEqual({ active: false });
    expect(await house.types(delegation.id)).toEqual(
      expect.arrayContaining(['session.ended', 'delegation.revoked']),
    );
  });

  it('by budget, and the session ends with it', async () => {
    const { session, grant } = await inSession();
    await house.database.run(update(sessions).set({ callsUsed: 200 }));
    expect(await house.exchange(ana, grant)).toMatchObject(refused('budget_used_up'));
    const refusals = (await house.entries(session.delegation.id)).filter(
      ({ type }) => type === 'refusal.token',
    );
    expect(refusals, 'the entry stands under what it is about').toEqual([
      expect.objectContaining({ code: 'budget_used_up', actor: ana.principal.id, session: session.id }),
    ]);
    expect((await house.session(session.id)).state).toMatchObject({
      status: 'ended',
      endedBy: { kind: 'detection' },
      reason: 'More was asked of the systems than was approved: 200 times.',
    });
    expect((await house.delegation(session.delegation.id)).state.status).toBe('revoked');
  });

  it('by policy version, in the statement that issues', async () => {
    const { session, grant } = await inSession();
    const token = String((await house.exchange(ana, grant)).body.access_token);
    const version = house.context.policy.version;
    const other = await otherVersion();
    await house.database.run(update(activePolicy).set({ version: other }));
    expect(await house.exchange(ana, grant)).toMatchObject({ status: 503 });
    expect(await house.introspect(token)).toEqual({ active: false });
    await house.database.run(update(activePolicy).set({ version }));
    expect(await house.introspect(token)).toMatchObject({ active: true, sid: session.id });
  });
});

async function otherVersion(): Promise<string> {
  const { policyVersions } = await import('#broker/governance/tables.ts');
  const { insertInto } = await import('#broker/db/build.ts');
  const row = { version: 'another', files: {}, storedAt: house.context.clock.now() };
  await house.database.run(insertInto(policyVersions).values(row));
  return row.version;
}

describe('a client that polls', () => {
  it('waits, is slowed down for good, and its first token starts the session', async () => {
    const asked = await house.asks('ana', 'mira', READ);
    const grant = await house.grantToken(ana, asked);
    const poll = (): Promise<Reply> => house.exchange(ana, grant);
    expect(await poll()).toMatchObject(error('authorization_pending'));
    house.clock.pass(2);
    expect(await poll()).toMatchObject({ status: 400, body: { error: 'slow_down', interval: 10 } });
    house.clock.pass(6);
    expect(await poll()).toMatchObject({ body: { error: 'slow_down', interval: 15 } });
    house.clock.pass(15);
    expect(await poll()).toMatchObject({ body: { error: 'authorization_pending', interval: 15 } });
    const granted = await house.answers('mira', asked);
    const reply = await poll();
    expect(reply.status).toBe(200);
    expect((await house.types(granted.id)).slice(-2)).toEqual(['session.started', 'token.issued']);
    expect(claimsOf((await poll()).body.access_token).sid).toBe(claimsOf(reply.body.access_token).sid);
  });

  it('is told to wait for an agreed beginning', async () => {
    const wish = {
      subject: house.who('customer', 'mira').id,
      authorization_details: (await house.asks('ana', 'mira', READ)).effective,
      justification: 'The customer wants to be there.',
      not_before: new Date(house.clock.at.getTime() + 1800_000).toISOString(),
    };
    const asked = await house.call(ana, 'POST', '/v1/delegations', wish);
    expect(asked.status).toBe(201);
    const granted = await house.answers('mira', await house.delegation(String(asked.body.id)));
    const grant = await house.grantToken(ana, granted);
    expect(await house.exchange(ana, grant)).toMatchObject(error('authorization_pending'));
    house.clock.pass(1795);
    ana = { ...ana, token: await house.personToken(ana.principal) };
    expect(await house.exchange(ana, grant)).toMatchObject(error('authorization_pending'));
    expect((await house.types(granted.id)).at(-1)).toBe('delegation.granted');
    house.clock.pass(5);
    expect((await house.exchange(ana, grant)).status).toBe(200);
  });

  it('is a service: it asks, polls, and acts as itself', async () => {
    const probe = await house.asService();
    const wish = {
      subject: house.who('customer', 'mira').id,
      authorization_details: (await house.asks('ana', 'mira', READ)).effective,
      justification: 'The nightly check of settings found one that looks wrong.',
    };
    const asked = await house.call(probe, 'POST', '/v1/delegations', wish);
    expect(asked).toMatchObject({ status: 201, body: { grant_token: expect.any(String), interval: 5 } });
    const grant = String(asked.body.grant_token);
    expect(await house.exchange(probe, grant)).toMatchObject(error('authorization_pending'));
    const { id } = await house.answers('mira', await house.delegation(String(asked.body.id)));
    const reply = await house.exchange(probe, grant);
    expect(reply.status).toBe(200);
    const claims = claimsOf(reply.body.access_token);
    expect(claims).toMatchObject({
      sub: wish.subject,
      client_id: 'svc_probe',
      act: { sub: 'svc_probe', sub_profile: 'service' },
      dlg: { id, level: 'read' },
      cnf: { 'x5t#S256': probe.thumbprint },
    });
    expect((await house.types(id)).slice(-2)).toEqual(['session.started', 'token.issued']);
    expect(await house.session(claims.sid as SessionId)).toMatchObject({
      actorId: 'svc_probe',
      domain: 'service',
      state: { status: 'live' },
    });
    expect(await house.introspect(String(reply.body.access_token))).toMatchObject({ active: true });
  });

  it('hears what became of it', async () => {
    const outcomes: [string, object][] = [];
    const denied = await house.asks('ana', 'mira', READ);
    const deniedGrant = await house.grantToken(ana, denied);
    await house.answers('mira', denied, 'refuse');
    outcomes.push([deniedGrant, error('access_denied')]);
    const withdrawn = await house.asks('ana', 'mira', READ);
    const withdrawnGrant = await house.grantToken(ana, withdrawn);
    await endDelegation(house.context, { principal: ana.principal, id: withdrawn.id });
    outcomes.push([withdrawnGrant, refused('delegation_not_active')]);
    for (const [grant, outcome] of outcomes) expect(await house.exchange(ana, grant)).toMatchObject(outcome);
    const expired = await house.asks('ana', 'mira', READ);
    const expiredGrant = await house.grantToken(ana, expired);
    house.clock.pass(24 * 3600 + 1);
    ana = { ...(await house.signIn('support', 'ana', { thumbprint: ana.thumbprint })) };
    expect(await house.exchange(ana, expiredGrant)).toMatchObject(error('expired_token'));
  });

  it('two first polls at the same moment start one session', async () => {
    const granted = await house.granted('ana', 'mira');
    const grant = await house.grantToken(ana, granted);
    const replies = await Promise.all([house.exchange(ana, grant), house.exchange(ana, grant)]);
    expect(replies.map(({ status }) => status)).toEqual([200, 200]);
    expect(new Set(replies.map(({ body }) => claimsOf(body.access_token).sid)).size).toBe(1);
    expect((await house.types(granted.id)).filter((type) => type === 'session.started')).toHaveLength(1);
  });

  it('while its agent is in another session it is told so', async () => {
    await inSession();
    const grant = await house.grantToken(ana, await house.granted('ana', 'noel'));
    expect(await house.exchange(ana, grant)).toMatchObject(refused('session_live'));
  });
});

describe('introspection of a delegated token', () => {
  it('is inactive while the door it came through is shut', async () => {
    const { grant } = await inSession();
    const token = String((await house.exchange(ana, grant)).body.access_token);
    const shut = (at: Date | null) =>
      house.database.run(
        update(clients).set({ disabledAt: at }).where(eq(clients.id, ana.principal.clientId)),
      );
    await shut(new Date());
    expect(await house.introspect(token)).toEqual({ active: false });
    await shut(null);
    expect(await house.introspect(token)).toMatchObject({ active: true });
  });

  it('is inactive for another backend, and from the moment its session has ended', async () => {
    const { session, grant } = await inSession();
    const token = String((await house.exchange(ana, grant)).body.access_token);
    expect(await house.introspect(token)).toMatchObject({ active: true });
    expect(await house.introspect(token, 'svc_files')).toEqual({ active: false });
    const scopes = (now: string[]) =>
      house.database.run(update(clients).set({ scopes: now }).where(eq(clients.id, 'svc_accounts')));
    await scopes(['signals.read']);
    expect(await house.introspect(token), 'without the scope').toEqual({ active: false });
    await scopes(['signals.read', 'outcomes.write', 'introspect']);
    expect(await house.introspect(grant)).toEqual({ active: false });
    expect(await house.introspect(ana.token)).toEqual({ active: false });
    await endSession(house.context, { principal: house.who('customer', 'mira'), sid: session.id });
    expect(await house.introspect(token)).toEqual({ active: false });
  });
});
