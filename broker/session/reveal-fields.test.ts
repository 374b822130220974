import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { logDetails, logEntries } from '#broker/audit/tables.ts';
import { update } from '#broker/db/build.ts';
import { reJudge } from '#broker/followers/re-judge.ts';
import { people } from '#broker/identity/tables.ts';
import {
  claimsOf,
  type DelegatedHouse,
  openDelegatedHouse,
  READ,
  type SignedIn,
  WRITE,
} from '#test/delegated-house.ts';
import { endSession } from './end-session.ts';
import { raiseSession } from './raise-session.ts';
import { revealFields } from './reveal-fields.ts';
import type { Session } from './session.ts';
import { sessions } from './tables.ts';
import { stampPolicy } from './writes.ts';

let house: DelegatedHouse;
let ana: SignedIn;
beforeAll(async () => {
  house = await openDelegatedHouse();
}, 240_000);
afterAll(() => house?.close());
beforeEach(async () => {
  await house.allLapse();
  ana = await house.signIn('support', 'ana');
});

const PROFILE = 'accounts:profile.read';
const reason = 'She asks which number we would call.';
const refusal = (code: string) => expect.objectContaining({ name: 'Refusal', code });
const reveals = ({ id }: Pick<Session, 'id'>, fields: string[], more: { reason?: string } = {}) =>
  revealFields(house.context, {
    principal: ana.principal,
    sid: id,
    action: PROFILE,
    fields,
    reason,
    ...more,
  });
const dlgOf = (token: unknown) => claimsOf(token).dlg as Record<string, unknown>;
async function issued(grant: string): Promise<string> {
  const { status, body } = await house.exchange(ana, grant);
  expect(status).toBe(200);
  return String(body.access_token);
}

describe('revealing', () => {
  it('is written on the session, on record with its reason, and in tokens from then on', async () => {
    const { session, delegation, grant } = await house.inSession(ana);
    const before = await issued(grant);
    const revealed = await reveals(session, ['phone', 'phone', 'email']);
    expect(revealed).toMatchObject({ revealed: { [PROFILE]: ['phone', 'email'] }, used: { reveals: 2 } });
    expect(await house.session(session.id)).toMatchObject({
      revealed: { [PROFILE]: ['phone', 'email'] },
      used: { reveals: 2 },
      state: { status: 'live' },
    });

    const [entry] = await house.database.handle
      .select()
      .from(logEntries)
      .innerJoin(logDetails, eq(logDetails.entryId, logEntries.id))
      .where(eq(logEntries.id, String((await house.entries(delegation.id)).at(-1)?.id)));
    expect(JSON.parse(entry?.log_entries.leaf ?? '{}')).toMatchObject({
      type: 'session.revealed',
      actor: ana.principal.id,
      subject: session.subjectId,
      session: session.id,
      facts: { action: PROFILE, fields: 'phone email' },
    });
    expect(entry?.log_details.detail).toEqual({ reason, fields: ['phone number', 'e-mail address'] });

    const after = await issued(grant);
    expect(dlgOf(before)).not.toHaveProperty('revealed');
    expect(dlgOf(after).revealed).toEqual({ [PROFILE]: ['phone', 'email'] });
    for (const token of [before, after]) expect((await house.introspect(token)).dlg).toEqual(dlgOf(token));
  });

  it('is said only of the actions that a token is for', async () => {
    const { session, grant } = await house.inSession(ana);
    await reveals(session, ['email']);
    const { body } = await house.exchange(ana, grant, { scope: 'accounts:settings.read' });
    expect(dlgOf(body.access_token)).not.toHaveProperty('revealed');
  });

  it('adds to what was revealed, and stays when the session is raised and judged again', async () => {
    const actions = [PROFILE, ...WRITE];
    const { session, delegation } = await house.inSession(ana, actions, ['tess']);
    await reveals(session, ['email']);
    await raiseSession(house.context, { principal: ana.principal, sid: session.id, reason });
    await reveals(session, ['address']);
    const older = update(sessions).set({ policyVersion: 'older' }).where(eq(sessions.id, session.id));
    await house.database.run(older);
    const leaf = JSON.stringify({ type: 'policy.activated', outcome: 'done' });
    await reJudge(house.services).react?.([{ index: 0, entryId: 'evt_x', leaf }]);
    expect(await house.session(session.id)).toMatchObject({
      revealed: { [PROFILE]: ['email', 'address'] },
      level: 'write',
      policyVersion: house.context.policy.version,
      state: { status: 'live' },
    });
    expect((await house.types(delegation.id)).filter((type) => type === 'session.revealed')).toHaveLength(2);
  });
});

describe('what is refused changes nothing', () => {
  it('others than who is in the session', async () => {
    const { session } = await house.inSession(ana);
    const input = { sid: session.id, action: PROFILE, fields: ['email'], reason };
    for (const principal of [house.who('customer', 'mira'), house.who('admin', 'tess')])
      await expect(revealFields(house.context, { ...input, principal })).rejects.toThrow(
        refusal('wrong_domain'),
      );
    const { principal } = await house.signIn('support', 'ben');
    await expect(revealFields(house.context, { ...input, principal })).rejects.toThrow(refusal('not_found'));
    expect((await house.session(session.id)).revealed).toEqual({});
  });

  it.each([
    ['text_length', ['email'], '   '],
    ['text_not_signable', ['email'], 'Because\u202Eof that.'],
    ['nothing_to_reveal', [], reason],
    ['not_masked', ['name'], reason],
    ['not_masked', ['email', 'constructor'], reason],
  ])('%s: %j', async (code, fields, why) => {
    const { session, delegation } = await house.inSession(ana);
    await expect(reveals(session, fields, { reason: why })).rejects.toThrow(refusal(code));
    expect(await house.session(session.id)).toMatchObject({ revealed: {}, used: { reveals: 0 } });
    expect(await house.types(delegation.id)).not.toContain('session.revealed');
  });

  it('an action that was not granted, though policy masks something there', async () => {
    const { session } = await house.inSession(ana, ['accounts:settings.read']);
    await expect(reveals(session, ['email'])).rejects.toThrow(refusal('action_not_granted'));
  });

  it('what is shown already', async () => {
    const { session } = await house.inSession(ana);
    await reveals(session, ['email']);
    await expect(reveals(session, ['phone', 'email'])).rejects.toThrow(refusal('already_revealed'));
    expect((await house.session(session.id)).revealed).toEqual({ [PROFILE]: ['email'] });
  });

  it('a session that is over', async () => {
    const { session } = await house.inSession(ana);
    await endSession(house.context, { principal: ana.principal, sid: session.id });
    await expect(reveals(session, ['email'])).rejects.toThrow(refusal('session_ended'));
  });

  it('what policy no longer allows the agent', async () => {
    const { session, delegation } = await house.inSession(ana);
    const regroup = (groups: string[]) =>
      house.database.run(update(people).set({ groups }).where(eq(people.id, ana.principal.id)));
    const noLonger = { ...ana.principal, groups: [], roles: [] };
    await regroup([]);
    await expect(
      revealFields(house.context, {
        principal: noLonger,
        sid: session.id,
        action: PROFILE,
        fields: ['email'],
        reason,
      }),
    ).rejects.toThrow(refusal('policy_denied'));
    expect(await house.types(delegation.id)).not.toContain('session.revealed');
    await regroup(['support-agents']);
  });
});

describe('a budget of reveals', () => {
  it('is the grant’s, and whoever asks beyond it is stopped', async () => {
    const { session, delegation } = await house.inSession(ana, [...READ]);
    const budget = { reveals: 2 };
    await house.database.run(update(sessions).set({ budget }).where(eq(sessions.id, session.id)));
    await reveals(session, ['email']);
    await endSession(house.context, { principal: ana.principal, sid: session.id });
    const again = await house.starts(ana, await house.delegation(delegation.id));
    expect(again).toMatchObject({ revealed: {}, used: { reveals: 1 } });
    await house.database.run(update(sessions).set({ budget }).where(eq(sessions.id, again.id)));
    await reveals(again, ['email']);
    await expect(reveals(again, ['phone'])).rejects.toThrow(refusal('budget_spent'));
    expect((await house.session(again.id)).state).toMatchObject({
      status: 'ended',
      endedBy: { kind: 'detection' },
      reason: 'More hidden fields were asked for than was approved: 2.',
    });
    expect((await house.delegation(delegation.id)).state.status).toBe('revoked');
  });
});

describe('at the same moment', () => {
  it('two reveals are both shown, none of them twice', async () => {
    const { session, delegation } = await house.inSession(ana);
    await Promise.all([reveals(session, ['email']), reveals(session, ['phone'])]);
    const { revealed, used, state } = await house.session(session.id);
    expect([...(revealed[PROFILE] ?? [])].sort()).toEqual(['email', 'phone']);
    expect(used.reveals).toBe(2);
    expect(state.status).toBe('live');
    expect((await house.types(delegation.id)).filter((type) => type === 'session.revealed')).toHaveLength(2);
  });

  it('of two that reveal the same one is told that it is shown already', async () => {
    const { session, delegation } = await house.inSession(ana);
    const settled = await Promise.allSettled([reveals(session, ['email']), reveals(session, ['email'])]);
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(settled.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'already_revealed' },
    });
    expect((await house.types(delegation.id)).filter((type) => type === 'session.revealed')).toHaveLength(1);
  });

  it('whoever judges the session anew by an older look writes nothing over it', async () => {
    const { session } = await house.inSession(ana);
    await reveals(session, ['email']);
    const older = await house.session(session.id);
    await reveals(older, ['phone']);
    const stamped = async (look: typeof older, version = house.context.policy.version) =>
      (await house.database.run(stampPolicy([look], version, house.context))).count;
    for (const look of [session, older]) expect(await stamped(look)).toBe(0);
    const now = await house.session(session.id);
    expect(await stamped(now, 'not-active')).toBe(0);
    expect(await stamped(now)).toBe(1);
    expect(await house.session(session.id)).toMatchObject({
      revealed: { [PROFILE]: ['email', 'phone'] },
      policyVersion: house.context.policy.version,
      state: { status: 'live' },
    });
  });

  it('beside a stop it was revealed before it, or not at all', async () => {
    const { session, delegation } = await house.inSession(ana);
    const [revealed] = await Promise.allSettled([
      reveals(session, ['email']),
      endSession(house.context, { principal: house.who('customer', 'mira'), sid: session.id }),
    ]);
    const types = await house.types(delegation.id);
    expect((await house.session(session.id)).state.status).toBe('ended');
    expect(types.includes('session.revealed')).toBe(revealed.status === 'fulfilled');
    if (revealed.status === 'fulfilled')
      expect(types.indexOf('session.revealed')).toBeLessThan(types.indexOf('session.ended'));
  });
});
