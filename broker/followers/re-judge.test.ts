import { eq } from 'drizzle-orm';
import pino from 'pino';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { clockAt } from '#broker/clock.ts';
import { update } from '#broker/db/build.ts';
import { people } from '#broker/identity/tables.ts';
import { sessions } from '#broker/session/tables.ts';
import {
  type DelegatedHouse,
  openDelegatedHouse,
  READ,
  type SignedIn,
  WRITE,
} from '#test/delegated-house.ts';
import { reJudge } from './re-judge.ts';

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

/** What the follower does when the log tells it this. */
async function hears(leaf: Record<string, unknown>): Promise<void> {
  const { context, database } = house;
  const follower = reJudge({
    database,
    config: context.config,
    log: pino({ level: 'silent' }),
    clock: clockAt(() => house.clock.at),
    policy: () => context.policy,
    node: 'test',
    trouble: { present: async () => false, requireNone: async () => undefined },
    wake: () => undefined,
  });
  const entry = { index: 0, entryId: 'evt_x', leaf: JSON.stringify({ outcome: 'done', ...leaf }) };
  await follower.react?.([entry]);
}

const regroup = (id: string, groups: string[]) =>
  house.database.run(update(people).set({ groups }).where(eq(people.id, id)));

it('an agent who lost the group is in no session any more, and the delegation is revoked', async () => {
  const { id, delegation } = await house.starts(ana, await house.granted('ana', 'mira', READ));
  await hears({ type: 'person.groups_changed', target: ana.principal.id });
  expect((await house.session(id)).state.status).toBe('live');
  await regroup(ana.principal.id, []);
  await hears({ type: 'person.groups_changed', target: ana.principal.id });
  expect((await house.session(id)).state).toMatchObject({ status: 'ended', endedBy: { kind: 'policy' } });
  expect((await house.delegation(delegation.id)).state.status).toBe('revoked');
  expect((await house.types(delegation.id)).slice(-2)).toEqual(['session.ended', 'delegation.revoked']);
  await regroup(ana.principal.id, ['support-agents']);
});

it('an approver who lost the group no longer counts, and what rested on that signature ends', async () => {
  const { id } = await house.starts(ana, await house.granted('ana', 'mira', WRITE, ['tess']));
  const tess = house.who('admin', 'tess');
  await regroup(tess.id, []);
  await hears({ type: 'person.groups_changed', target: tess.id });
  expect((await house.session(id)).state).toMatchObject({ endedBy: { kind: 'policy' } });
  await regroup(tess.id, ['team-leads']);
});

it('a session judged anew under another version is stamped with it, on record', async () => {
  const { id, delegation } = await house.starts(ana, await house.granted('ana', 'mira'));
  await house.database.run(update(sessions).set({ policyVersion: 'older' }).where(eq(sessions.id, id)));
  await hears({ type: 'policy.activated' });
  expect((await house.session(id)).policyVersion).toBe(house.context.policy.version);
  expect(await house.entries().then((all) => all.at(-1))).toMatchObject({
    type: 'policy.rejudged',
    policy_version: house.context.policy.version,
    facts: { decision: 'allow', sessions: 1 },
  });
  expect((await house.delegation(delegation.id)).state.status).toBe('granted');
});

it('a session that outlived its sign-in ends as if the agent had left', async () => {
  const { id, delegation } = await house.starts(ana, await house.granted('ana', 'mira'));
  const ended = { type: 'sign_in.ended', target: ana.principal.signInId };
  await hears({ ...ended, facts: { by: 'newer_sign_in' } });
  expect((await house.session(id)).state.status).toBe('live');
  await hears({ ...ended, facts: { by: 'client' } });
  expect((await house.session(id)).state).toMatchObject({ endedBy: { kind: 'agent' } });
  expect((await house.delegation(delegation.id)).state.status).toBe('granted');
});

it('a session that was raised under the version before is judged by the one that is active', async () => {
  const { id, delegation } = await house.starts(ana, await house.granted('ana', 'mira', WRITE, ['tess']));
  await regroup(ana.principal.id, []);
  const raised = { type: 'session.raised', delegation: delegation.id };
  await hears({ ...raised, policy_version: house.context.policy.version });
  expect((await house.session(id)).state.status).toBe('live');
  await hears({ ...raised, policy_version: 'older' });
  expect((await house.session(id)).state).toMatchObject({ endedBy: { kind: 'policy' } });
  await regroup(ana.principal.id, ['support-agents']);
});
