import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { update } from '#broker/db/build.ts';
import { endDelegation } from '#broker/delegation/end-delegation.ts';
import { expireDue } from '#broker/delegation/expire-due.ts';
import { revokeGrant } from '#broker/delegation/revoke-grant.ts';
import { disablePerson } from '#broker/identity/disable-person.ts';
import { enablePerson } from '#broker/identity/enable-person.ts';
import {
  type DelegatedHouse,
  openDelegatedHouse,
  READ,
  type SignedIn,
  WRITE,
} from '#test/delegated-house.ts';
import { closeSessionsOfPerson } from './close-sessions-of-person.ts';
import { closeSessionsOf } from './closing.ts';
import { endSession } from './end-session.ts';
import { lapseSessions } from './lapse-sessions.ts';
import { lowerSession } from './lower-session.ts';
import { raiseSession } from './raise-session.ts';
import type { Session } from './session.ts';
import { sessions } from './tables.ts';
import { listSessions, readSession } from './visible.ts';

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

const refusal = (code: string) => expect.objectContaining({ name: 'Refusal', code });
const live = async (actions = READ, signers: string[] = []): Promise<Session> =>
  house.starts(ana, await house.granted('ana', 'mira', actions, signers));
const customer = () => house.who('customer', 'mira');
const admin = () => house.who('admin', 'tess');

describe('starting', () => {
  it('starts at level read, and the first start sets the end of the delegation', async () => {
    const granted = await house.granted('ana', 'mira');
    const session = await house.starts(ana, granted);
    expect(session).toMatchObject({
      level: 'read',
      state: { status: 'live' },
      budget: { calls: 200, resources: 20 },
    });
    expect(session.expiresAt.getTime() - session.startedAt.getTime()).toBe(600_000);
    expect((await house.delegation(granted.id)).state).toMatchObject({ expiresAt: session.expiresAt });
    expect((await house.types(granted.id)).at(-1)).toBe('session.started');
  });

  it('a second session of the same delegation ends when the first would have', async () => {
    const first = await live();
    house.clock.pass(300);
    await endSession(house.context, { principal: ana.principal, sid: first.id });
    const second = await house.starts(ana, await house.delegation(first.delegation.id));
    expect(second.expiresAt).toEqual(first.expiresAt);
  });

  it('a budget is the grant’s: going out and in again gives no new one', async () => {
    const first = await live();
    await house.database.run(
      update(sessions)
        .set({
          callsUsed: 7,
          denialsUsed: 3,
          resourcesUsed: ['account/1', 'account/1/settings'],
          revealsUsed: 2,
        })
        .where(eq(sessions.id, first.id)),
    );
    await endSession(house.context, { principal: ana.principal, sid: first.id });
    const second = await house.starts(ana, await house.delegation(first.delegation.id));
    expect((await house.session(second.id)).used).toEqual({
      calls: 7,
      denials: 3,
      resources: ['account/1', 'account/1/settings'],
      reveals: 2,
    });
  });

  it('one agent is in one session', async () => {
    await live();
    const other = await house.granted('ana', 'noel');
    await expect(house.starts(ana, other)).rejects.toThrow(refusal('session_live'));
  });

  it('an idle session stands in nobody’s way', async () => {
    await live();
    house.clock.pass(601);
    const other = await house.granted('ana', 'noel');
    expect((await house.starts(ana, other)).state.status).toBe('live');
  });

  it('wrong domain, wrong state, another agent, too late', async () => {
    const asked = await house.asks('ana', 'mira', READ);
    await expect(house.starts(ana, asked)).rejects.toThrow(refusal('not_granted'));
    const granted = await house.answers('mira', asked);
    await expect(house.starts({ ...ana, principal: customer() }, granted)).rejects.toThrow(
      refusal('wrong_domain'),
    );
    await expect(house.starts(await house.signIn('support', 'ben'), granted)).rejects.toThrow(
      refusal('not_found'),
    );
    house.clock.pass(3601);
    await expect(house.starts(ana, granted)).rejects.toThrow(refusal('not_granted'));
  });

  it('of two starts at the same moment one wins', async () => {
    const [one, other] = [await house.granted('ana', 'mira'), await house.granted('ana', 'noel')];
    const settled = await Promise.allSettled([house.starts(ana, one), house.starts(ana, other)]);
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(settled.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'session_live' },
    });
  });
});

describe('every way to end', () => {
  it('the agent leaves: the delegation stays granted', async () => {
    const { id, delegation } = await live();
    const ended = await endSession(house.context, { principal: ana.principal, sid: id });
    expect(ended.state).toMatchObject({ status: 'ended', endedBy: { kind: 'agent', id: ana.principal.id } });
    expect((await house.delegation(delegation.id)).state.status).toBe('granted');
    expect((await house.types(delegation.id)).at(-1)).toBe('session.ended');
    await expect(endSession(house.context, { principal: ana.principal, sid: id })).rejects.toThrow(
      refusal('already_ended'),
    );
  });

  it.each([
    ['customer', customer],
    ['admin', admin],
  ] as const)('the %s stops it: the delegation is revoked in the same write', async (kind, who) => {
    const { id, delegation } = await live();
    await endSession(house.context, { principal: who(), sid: id });
    expect((await house.session(id)).state).toMatchObject({ endedBy: { kind, id: who().id } });
    expect((await house.delegation(delegation.id)).state).toMatchObject({
      status: 'revoked',
      endedBy: { kind },
    });
    expect((await house.types(delegation.id)).slice(-2)).toEqual(['session.ended', 'delegation.revoked']);
  });

  it('revoking the grant ends its session in the same write', async () => {
    const { id, delegation } = await live();
    await revokeGrant(house.context, { principal: customer(), id: delegation.id }, closeSessionsOf);
    expect((await house.session(id)).state).toMatchObject({ endedBy: { kind: 'customer' } });
    expect((await house.types(delegation.id)).slice(-2)).toEqual(['session.ended', 'delegation.revoked']);
  });

  it('ending the delegation ends its session as the agent did', async () => {
    const { id, delegation } = await live();
    await endDelegation(house.context, { principal: ana.principal, id: delegation.id }, closeSessionsOf);
    expect((await house.session(id)).state).toMatchObject({ endedBy: { kind: 'agent' } });
  });

  it('a stop counts before anybody has written down that the session is over', async () => {
    const { id, delegation } = await live();
    await revokeGrant(house.context, { principal: customer(), id: delegation.id });
    expect((await house.session(id)).state).toMatchObject({ status: 'ended', endedBy: { kind: 'customer' } });
  });

  it('expiry: read at once, written by the sweep, the delegation completed with it', async () => {
    const { id, delegation } = await live();
    for (let used = 0; used < 2; used++) {
      house.clock.pass(250);
      await uses(id);
    }
    house.clock.pass(100);
    expect((await house.session(id)).state).toMatchObject({ status: 'ended', endedBy: { kind: 'expiry' } });
    expect(await expireDue(house.context, closeSessionsOf)).toBe(1);
    expect((await house.types(delegation.id)).slice(-2)).toEqual(['session.ended', 'delegation.completed']);
  });

  it('idle: the delegation stays granted', async () => {
    const granted = await house.asks('ana', 'mira', READ, { max_duration: 1800 });
    const { id } = await house.starts(ana, await house.answers('mira', granted));
    house.clock.pass(600);
    expect((await house.session(id)).state).toMatchObject({ status: 'ended', endedBy: { kind: 'idle' } });
    expect(await lapseSessions(house.context)).toBe(1);
    expect(await lapseSessions(house.context)).toBe(0);
    expect((await house.delegation(granted.id)).state.status).toBe('granted');
  });

  it('the end of the agent’s sign-in is the end of the session', async () => {
    ana = await house.signIn('support', 'ana', { endsInSeconds: 120 });
    const session = await live();
    expect(session.expiresAt.getTime() - session.startedAt.getTime()).toBe(120_000);
    house.clock.pass(120);
    expect((await house.session(session.id)).state.status).toBe('ended');
  });

  it('shutting a person out ends the sessions the person acts in, and revokes what carried them', async () => {
    const { id, delegation } = await live();
    const max = house.who('admin', 'max');
    await disablePerson(house.context, max, ana.principal.id, 'Left.', (accounts) =>
      closeSessionsOfPerson(house.context, accounts, {
        by: { kind: 'admin', id: max.id },
        reason: 'The person was shut out.',
        about: true,
      }),
    );
    expect((await house.session(id)).state).toMatchObject({ endedBy: { kind: 'admin', id: max.id } });
    expect((await house.delegation(delegation.id)).state.status).toBe('revoked');
    expect((await house.types(delegation.id)).slice(-2)).toEqual(['session.ended', 'delegation.revoked']);
    await enablePerson(house.context, max, ana.principal.id);
  });

  it('of two stops at the same moment the log tells one', async () => {
    const { id, delegation } = await live();
    const settled = await Promise.allSettled([
      endSession(house.context, { principal: customer(), sid: id }),
      endSession(house.context, { principal: admin(), sid: id }),
    ]);
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await house.types(delegation.id)).filter((type) => type === 'session.ended')).toHaveLength(1);
  });
});

async function uses(id: string) {
  const { delegation } = await house.session(id as Session['id']);
  const grant = await house.grantToken(ana, delegation);
  const fresh = { ...ana, token: await house.personToken(ana.principal) };
  expect((await house.exchange(fresh, grant)).status).toBe(200);
}

describe('level', () => {
  it('leaves the version that judged the whole session, whichever raises it', async () => {
    const session = await house.starts(ana, await house.granted('ana', 'mira', WRITE, ['tess']));
    await house.database.run(
      update(sessions).set({ policyVersion: 'older' }).where(eq(sessions.id, session.id)),
    );
    await raiseSession(house.context, { principal: ana.principal, sid: session.id, reason: 'As asked.' });
    expect(await house.session(session.id)).toMatchObject({ level: 'write', policyVersion: 'older' });
  });

  it('raises with a reason and lowers without one', async () => {
    const { id, delegation } = await live(WRITE, ['tess']);
    const input = { principal: ana.principal, sid: id };
    const raised = await raiseSession(house.context, { ...input, reason: 'The customer asked me to.' });
    expect(raised.level).toBe('write');
    expect((await house.session(id)).level).toBe('write');
    await expect(raiseSession(house.context, { ...input, reason: 'Again.' })).rejects.toThrow(
      refusal('already_raised'),
    );
    expect((await lowerSession(house.context, input)).level).toBe('read');
    await expect(lowerSession(house.context, input)).rejects.toThrow(refusal('already_lowered'));
    expect((await house.types(delegation.id)).slice(-2)).toEqual(['session.raised', 'session.lowered']);
  });

  it('refuses to raise what only looks, without a reason, by others, after the end', async () => {
    const reading = await live();
    const input = { principal: ana.principal, sid: reading.id, reason: 'To change it.' };
    await expect(raiseSession(house.context, input)).rejects.toThrow(refusal('nothing_to_raise'));
    await expect(raiseSession(house.context, { ...input, reason: '  ' })).rejects.toThrow(
      refusal('text_length'),
    );
    await expect(raiseSession(house.context, { ...input, principal: customer() })).rejects.toThrow(
      refusal('wrong_domain'),
    );
    await expect(lowerSession(house.context, { ...input, principal: admin() })).rejects.toThrow(
      refusal('wrong_domain'),
    );
    await endSession(house.context, { principal: ana.principal, sid: reading.id });
    await expect(raiseSession(house.context, input)).rejects.toThrow(refusal('session_ended'));
    await expect(lowerSession(house.context, input)).rejects.toThrow(refusal('session_ended'));
  });
});

describe('who sees a session', () => {
  it('its agent, its customer and admins; it does not exist for others', async () => {
    const { id } = await live();
    for (const principal of [ana.principal, customer(), admin()])
      expect((await readSession(house.context, { principal, sid: id })).id).toBe(id);
    for (const principal of [house.who('support', 'ben'), house.who('customer', 'noel')]) {
      await expect(readSession(house.context, { principal, sid: id })).rejects.toThrow(refusal('not_found'));
      await expect(endSession(house.context, { principal, sid: id })).rejects.toThrow(refusal('not_found'));
    }
    const page = await listSessions(house.context, { principal: admin(), status: 'live', limit: 10 });
    expect(page.items.map((one) => one.id)).toEqual([id]);
  });
});
