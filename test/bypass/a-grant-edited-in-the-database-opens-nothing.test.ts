import { and, eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { revokeGrant } from '#broker/delegation/revoke-grant.ts';
import { raiseSession } from '#broker/session/raise-session.ts';
import { startSession } from '#broker/session/start-session.ts';
import { stopSession } from '#broker/session/stop-session.ts';
import { notEnded, selectSessions } from '#broker/session/store.ts';
import { sessions } from '#broker/session/tables.ts';
import { refusedExchange, tried } from '#test/attempt.ts';
import {
  type DelegatedHouse,
  openDelegatedHouse,
  READ,
  type SignedIn,
  WRITE,
} from '#test/delegated-house.ts';
import { attacker, projected, watching } from '#test/tamper.ts';

let house: DelegatedHouse;
let ana: SignedIn;
let watch: ReturnType<typeof watching>;
let intruder: ReturnType<typeof attacker>;
beforeAll(async () => {
  house = await openDelegatedHouse();
  watch = watching(house);
  intruder = attacker(house);
  ana = await house.signIn('support', 'ana');
}, 60_000);
/** Ana is in one session at a time. */
afterEach(async () => {
  const mine = and(notEnded, eq(sessions.actorId, ana.principal.id));
  for (const session of await selectSessions(house.context.reader, mine, house.clock.at))
    if (session.state.status === 'live') await stopSession(house.context, session, { kind: 'policy' });
});
afterAll(() => house?.close());

const never = new Date('2090-01-01T00:00:00Z').toISOString();
const more = ['accounts:profile.read', 'accounts:settings.read', 'accounts:invoice.list'];

async function open(actions: string[] = READ, signers: string[] = []) {
  const { delegation, session, grant } = await house.inSession(ana, actions, signers);
  const { status, body } = await house.exchange(ana, grant);
  expect(status).toBe(200);
  return { delegation, session, grant, token: String(body.access_token) };
}

const notActive = refusedExchange({ reason: 'delegation_not_active' });
const sessionOver = refusedExchange({ reason: 'session_ended' });

describe('a delegation', () => {
  it.each([
    ['with wider details', { effective: [{ type: 'delegation_session', actions: more }] }],
    ['that lasts longer', { expires_at: never }],
    ['of another actor', { actor_id: 'agt_else' }],
    ['about another customer', { subject_id: 'cus_else' }],
    ['that asks for no approval and no consent', { obligations: { approvals: [], consent: false } }],
    ['of another client', { client_id: 'svc_probe' }],
    ['with another evidence', { grant_entry_id: 'evt_else' }],
    ['that has lost its seal', { seal: null }],
  ])('%s', async (_, values) => {
    const { delegation, grant, token } = await open();
    await intruder.set('delegations', delegation.id, values);
    expect((await house.exchange(ana, grant)).status).toBe(400);
    expect(await house.introspect(token)).toEqual({ active: false });
    expect((await house.delegation(delegation.id)).state).toMatchObject({
      status: 'revoked',
      endedBy: { kind: 'detection' },
    });
    expect(await watch.report()).toBeGreaterThan(0);
    expect(await house.types(delegation.id)).toEqual(
      expect.arrayContaining(['session.ended', 'delegation.revoked', 'seal.broken']),
    );
    expect(await tried(house, () => house.exchange(ana, grant))).toMatchObject({
      status: 400,
      body: { reason: expect.stringMatching(/^(delegation_not_active|subject_token_invalid)$/) },
    });
  });

  it('that waits for its signatures does not become granted, nor can it be signed on', async () => {
    const asked = await house.asks('ben', 'noel', WRITE);
    await intruder.set('delegations', asked.id, { status: 'granted', granted_at: never, start_by: never });
    const ben = await house.signIn('support', 'ben');
    await expect(house.starts(ben, asked)).rejects.toMatchObject({ code: 'not_granted' });

    const other = await house.asks('ben', 'noel', WRITE);
    await intruder.set('delegations', other.id, { obligations: { approvals: [], consent: true } });
    await expect(house.answers('noel', other)).rejects.toMatchObject({ code: 'not_pending' });
    await expect(house.reviews('tess', other)).rejects.toMatchObject({ code: 'not_pending' });
  });

  it('with the seal of another one', async () => {
    const before = await house.granted('ben', 'noel');
    const { delegation, grant } = await open();
    const { seal } = JSON.parse(await intruder.copy('delegations', before.id));
    await intruder.set('delegations', delegation.id, { seal });
    expect((await house.exchange(ana, grant)).body).toMatchObject({ reason: 'delegation_not_active' });
  });

  it('that was revoked, put back as it was with its seal', async () => {
    const { delegation, session, grant } = await open();
    const rows = [
      ['delegations', await intruder.copy('delegations', delegation.id)],
      ['sessions', await intruder.copy('sessions', session.id)],
    ] as const;
    const mira = house.who('customer', 'mira');
    await revokeGrant(house.context, { principal: mira, id: delegation.id });
    await stopSession(house.context, await house.session(session.id), { kind: 'policy' }).catch(
      () => undefined,
    );
    await projected(house);
    for (const [table, row] of rows) await intruder.putBack(table, row);
    expect((await house.exchange(ana, grant)).body).toMatchObject({ reason: 'delegation_not_active' });
    await watch.report();
    expect(await tried(house, () => house.exchange(ana, grant))).toEqual(notActive);
  });

  it.each(['an approver', 'the customer'])(
    'that %s has refused, put back as it was with its seal',
    async (who) => {
      const asked = await house.asks('ben', 'noel', who === 'an approver' ? WRITE : READ);
      const row = await intruder.copy('delegations', asked.id);
      if (who === 'an approver') await house.reviews('tess', asked, 'deny');
      else await house.answers('noel', asked, 'refuse');
      await projected(house);
      await intruder.putBack('delegations', row);
      expect((await house.delegation(asked.id)).state).toMatchObject({ status: 'denied' });
      const again = who === 'an approver' ? house.reviews('cleo', asked) : house.answers('noel', asked);
      await expect(again).rejects.toMatchObject({ code: 'not_pending' });
    },
  );

  it('and a stop still works on it: whoever ends it is not asked for a seal', async () => {
    const { delegation, session } = await open();
    await intruder.set('sessions', session.id, { level: 'write' });
    const mira = house.who('customer', 'mira');
    const revoked = await revokeGrant(house.context, { principal: mira, id: delegation.id });
    expect(revoked.state.status).toBe('revoked');
  });
});

describe('signatures', () => {
  it('a review that nobody signed counts nowhere', async () => {
    const signed = await house.asks('ben', 'noel', WRITE);
    await house.reviews('tess', signed);
    const model = (await house.delegation(signed.id)).reviews[0];
    const review = await intruder.copy('reviews', model?.id ?? '');

    const asked = await house.asks('ben', 'mira', WRITE);
    await intruder.insert('reviews', review, { id: 'rev_forged', delegation_id: asked.id });
    expect((await house.delegation(asked.id)).reviews).toEqual([]);
    await expect(house.answers('mira', asked)).rejects.toMatchObject({ code: 'approvals_open' });
  });

  it('an approval that was edited takes the grant along', async () => {
    const { delegation, grant } = await open(WRITE, ['tess']);
    const [review] = (await house.delegation(delegation.id)).reviews;
    await intruder.set('reviews', review?.id ?? '', { signer_person: 'prs_somebodyelse' });
    expect((await house.exchange(ana, grant)).body).toMatchObject({ reason: 'policy_denied' });
    await expect(
      raiseSession(house.context, {
        principal: ana.principal,
        sid: (await live(grant)).id,
        reason: 'As asked.',
      }),
    ).rejects.toMatchObject({ code: 'policy_denied' });
  });

  it.each([
    ['that says something else', { decision: 'refuse' }],
    ['whose withdrawal was changed', { withdrawn_at: never }],
    ['that was given to less', { narrowed: [] }],
    ['that names another signer', { signer_id: 'cus_else' }],
  ])('a consent %s is none', async (_, values) => {
    const { delegation, grant } = await open();
    await intruder.set('consents', delegation.id, values);
    expect((await house.exchange(ana, grant)).body).toMatchObject({ reason: 'policy_denied' });
    expect((await house.delegation(delegation.id)).consent).toBeUndefined();
  });
});

const live = async (grant: string) => {
  const sid = JSON.parse(Buffer.from(grant.split('.')[1] ?? '', 'base64url').toString()).sid;
  return house.session(sid);
};

describe('a session', () => {
  it.each([
    ['that may write', { level: 'write' }],
    ['bound to another key', { grant_cnf: { jkt: 'another' } }],
    ['of another actor', { actor_id: 'agt_else' }],
    ['with more to use up', { budget: { calls: 100_000 } }],
    ['that never idles', { idle_s: 2_000_000 }],
    ['that outlives the sign-in', { actor_sign_in_ends_at: never }],
    ['judged by a policy that never saw it', { policy_version: 'another' }],
  ])('%s', async (_, values) => {
    const { session, grant, token } = await open(WRITE, ['tess']);
    await intruder.set('sessions', session.id, values);
    expect(await tried(house, () => house.exchange(ana, grant))).toMatchObject(
      'policy_version' in values ? { status: 400 } : sessionOver,
    );
    expect(await house.introspect(token)).toEqual({ active: false });
    const deed = { action: 'accounts:settings.update', resource: house.accountOf('mira') };
    const { jti } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
    const intent = { phase: 'intent', id: `i-${session.id}`, jti, ...deed };
    expect((await house.asBackend('/v1/outcomes', intent)).status).toBe(403);
    await watch.report();
    expect((await house.session(session.id)).state).toMatchObject({
      status: 'ended',
      endedBy: { kind: 'detection' },
    });
  });

  it('that has ended does not live again', async () => {
    const { delegation, session, grant } = await open();
    const row = await intruder.copy('sessions', session.id);
    await stopSession(house.context, await house.session(session.id), {
      kind: 'agent',
      id: ana.principal.id,
    });
    await intruder.set('sessions', session.id, { status: 'live', ended_at: null, ended_kind: null });
    expect((await house.exchange(ana, grant)).body).toMatchObject(sessionOver.body);

    await projected(house);
    await intruder.putBack('sessions', row);
    expect((await house.exchange(ana, grant)).body).toMatchObject(sessionOver.body);
    await watch.report();
    const again = { principal: ana.principal, delegationId: delegation.id, grantKey: session.grantKey };
    await expect(startSession(house.context, again)).rejects.toMatchObject({ code: 'not_granted' });
  });
});
