import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { leafHash } from '#broker/audit/event.ts';
import { logEntries } from '#broker/audit/tables.ts';
import { update } from '#broker/db/build.ts';
import { endDelegation } from '#broker/delegation/end-delegation.ts';
import { expireDue } from '#broker/delegation/expire-due.ts';
import { revokeGrant } from '#broker/delegation/revoke-grant.ts';
import { activePolicy } from '#broker/governance/tables.ts';
import { closeSessionsOf } from '#broker/session/closing.ts';
import { endSession } from '#broker/session/end-session.ts';
import { lapseSessions } from '#broker/session/lapse-sessions.ts';
import { raiseSession } from '#broker/session/raise-session.ts';
import { sessions } from '#broker/session/tables.ts';
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
  house.clock.pass(4 * 3600);
  await expireDue(house.context, closeSessionsOf);
  await lapseSessions(house.context);
  ana = await house.signIn('support', 'ana');
});

const refused = (reason: string) => ({ status: 400, body: { error: 'invalid_request', reason } });
const error = (code: string) => ({ status: 400, body: { error: code } });

async function inSession(actions = READ, signers: string[] = []) {
  const delegation = await house.granted('ana', 'mira', actions, signers);
  const session = await house.starts(ana, delegation);
  return { delegation, session, grant: await house.grantToken(ana, session.delegation, session) };
}

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

  it('takes less, by details or by scope, and never more', async () => {
    const { delegation, grant } = await inSession();
    const [item] = delegation.effective;
    const less = [{ ...item, actions: [READ[0]] }];
    const narrowed = await house.exchange(ana, grant, { authorization_details: JSON.stringify(less) });
    expect(narrowed.body.authorization_details).toEqual(less);
    const scoped = await house.exchange(ana, grant, { scope: READ[1] ?? '' });
    expect(scoped.body).toMatchObject({ scope: READ[1], authorization_details: [{ actions: [READ[1]] }] });
    const more = JSON.stringify([{ ...item, actions: ['accounts:invoice.read'] }]);
    for (const [form, code] of [
      [{ authorization_details: more }, 'invalid_authorization_details'],
      [{ authorization_details: '{}' }, 'invalid_authorization_details'],
      [{ authorization_details: 'no' }, 'invalid_authorization_details'],
      [{ authorization_details: JSON.stringify([{ ...item, extra: 1 }]) }, 'invalid_authorization_details'],
      [{ scope: 'accounts:invoice.read' }, 'invalid_scope'],
    ] as const)
      expect(await house.exchange(ana, grant, { ...form })).toMatchObject(error(code));
  });

  it('parameters that would say who it is about are ignored', async () => {
    const { grant } = await inSession();
    const extra = {
      sub: 'cus_other',
      act: '{"sub":"agt_x"}',
      sid: 'ses_x',
      cnf: '{"jkt":"x"}',
      exp: '9999999999',
    };
    const plain = claimsOf((await house.exchange(ana, grant)).body.access_token);
    const reply = await house.exchange(ana, grant, extra);
    expect(claimsOf(reply.body.access_token)).toEqual({ ...plain, jti: expect.any(String) });
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
      [{ requested_token_type: 'urn:ietf:params:oauth:token-type:refresh_token' }, 'invalid_request'],
      [{ audience: 'accounts' }, 'invalid_target'],
      [{ resource: '/relative' }, 'invalid_target'],
      [{ resource: `${RESOURCE}#fragment` }, 'invalid_target'],
      [{ resource: `${RESOURCE}/` }, 'invalid_target'],
      [{ resource: 'https://unknown.example' }, 'invalid_target'],
    ] as const)
      expect(await house.exchange(ana, grant, { ...more })).toMatchObject(error(code));
    const twice: [string, string][] = [...Object.entries(form), ['resource', RESOURCE]];
    expect(await house.post(ana, twice)).toMatchObject(error('invalid_target'));
  });

  it('the actor token', async () => {
    const { grant } = await inSession();
    const ben = await house.signIn('support', 'ben');
    const delegated = String((await house.exchange(ana, grant)).body.access_token);
    const outcome = refused('actor_token_invalid');
    const wrong: SignedIn[] = [
      { ...ana, token: delegated },
      { ...ana, token: 'not.a.token' },
      { ...ana, token: ben.token },
      {
        ...ana,
        token: (
          await house.signIn('customer', 'mira', { clientId: 'console-support', thumbprint: ana.thumbprint })
        ).token,
      },
      {
        ...ana,
        token: (await house.signIn('support', 'ana', { clientId: 'svc_probe', thumbprint: ana.thumbprint }))
          .token,
      },
    ];
    for (const who of wrong) expect(await house.exchange(who, grant)).toMatchObject(outcome);
    house.clock.pass(306);
    expect(await house.exchange(ana, grant)).toMatchObject(outcome);
  });

  it('the subject token, its client, its key, its actor', async () => {
    const { delegation, grant } = await inSession();
    const outcome = refused('subject_token_invalid');
    expect(await house.exchange(ana, 'not.a.token')).toMatchObject(outcome);
    expect(await house.exchange(ana, ana.token)).toMatchObject(outcome);
    const [head, , tail] = grant.split('.');
    const forged = { ...claimsOf(grant), sid: 'ses_other' };
    const body = Buffer.from(JSON.stringify(forged)).toString('base64url');
    expect(await house.exchange(ana, [head, body, tail].join('.'))).toMatchObject(outcome);
    const elsewhere = await house.signIn('support', 'ana');
    expect(await house.exchange(elsewhere, grant)).toMatchObject(outcome);
    const probe = await house.asService();
    expect(await house.exchange(probe, grant)).toMatchObject(outcome);
    const ben = await house.signIn('support', 'ben', { thumbprint: ana.thumbprint });
    expect(await house.exchange(ben, grant)).toMatchObject(refused('may_act_mismatch'));
    expect((await house.types(delegation.id)).filter((type) => type === 'token.issued')).toEqual([]);
  });

  it('a door of another domain', async () => {
    const { grant } = await inSession();
    const mira = await house.signIn('customer', 'mira');
    expect(await house.exchange(mira, grant)).toMatchObject(error('unauthorized_client'));
  });

  it('by the session, and by what became of the delegation', async () => {
    const { delegation, session, grant } = await inSession();
    const polling = await house.grantToken(ana, session.delegation);
    await endSession(house.context, { principal: ana.principal, sid: session.id });
    expect(await house.exchange(ana, grant)).toMatchObject(refused('session_ended'));
    const principal = house.who('customer', 'mira');
    await revokeGrant(house.context, { principal, id: delegation.id }, closeSessionsOf);
    for (const token of [grant, polling])
      expect(await house.exchange(ana, token)).toMatchObject(refused('delegation_not_active'));
  });

  it('by budget and by policy version, in the statement that issues', async () => {
    const { session, grant } = await inSession();
    await house.database.run(update(sessions).set({ callsUsed: 200 }));
    expect(await house.exchange(ana, grant)).toMatchObject(refused('budget_used_up'));
    await house.database.run(update(sessions).set({ callsUsed: 0 }));
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
  it('is inactive for another backend, and from the moment its session has ended', async () => {
    const { session, grant } = await inSession();
    const token = String((await house.exchange(ana, grant)).body.access_token);
    expect(await house.introspect(token)).toMatchObject({ active: true });
    expect(await house.introspect(token, 'svc_files')).toEqual({ active: false });
    expect(await house.introspect(grant)).toEqual({ active: false });
    expect(await house.introspect(ana.token)).toEqual({ active: false });
    await endSession(house.context, { principal: house.who('customer', 'mira'), sid: session.id });
    expect(await house.introspect(token)).toEqual({ active: false });
  });
});
