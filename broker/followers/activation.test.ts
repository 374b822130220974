import { and, eq, inArray } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Entry } from '#broker/audit/event.ts';
import { logEntries } from '#broker/audit/tables.ts';
import { update } from '#broker/db/build.ts';
import { pageOfDecisions } from '#broker/decisions/store.ts';
import { policyDecisions } from '#broker/decisions/tables.ts';
import { consents } from '#broker/delegation/tables.ts';
import { holdActivePolicy, type PolicyHolder } from '#broker/governance/active-policy.ts';
import { people, persons } from '#broker/identity/tables.ts';
import { answer } from '#broker/policy/asked.ts';
import { causeOf } from '#broker/signals/signal.ts';
import { type DelegatedHouse, openDelegatedHouse, READ, type SignedIn } from '#test/delegated-house.ts';
import { activates, draft, harmless, proposes, withoutReading } from '#test/policy-drafts.ts';
import { attacker, projected } from '#test/tamper.ts';
import { reJudge } from './re-judge.ts';

const WRITE_ONLY = ['accounts:settings.update'];
const WHY = 'Reading is closed while we look into a fault.';
let house: DelegatedHouse;
let holder: PolicyHolder;
let ana: SignedIn;
let ben: SignedIn;
let n = 0;
beforeAll(async () => {
  house = await openDelegatedHouse();
  holder = await holdActivePolicy(house.context.reader, house.context.log);
}, 240_000);
afterAll(() => house.close());
beforeEach(async () => {
  await house.allLapse();
  ana = await house.signIn('support', 'ana');
  ben = await house.signIn('support', 'ben');
});

function judges(services = house.services) {
  const refresh = async () => {
    await holder.refresh();
    house.judgeBy(holder.current());
  };
  return reJudge(services, { ...holder, refresh });
}

/** As a broker does that reads it in the log. */
async function hears(leaf: Record<string, unknown>, judging = judges()): Promise<void> {
  const entry = { index: 0, entryId: 'evt_x', leaf: JSON.stringify({ outcome: 'done', ...leaf }) };
  await judging.react?.([entry]);
}

async function goesInForce(files: Record<string, string>): Promise<void> {
  await activates(house, 'pat', await proposes(house, 'pia', files));
}

async function goesBack(): Promise<void> {
  await goesInForce(harmless(++n));
  await hears({ type: 'policy.activated' });
}

const leavesAbout = async (delegation: string, type: string) => {
  const rows = await house.database.handle.select({ leaf: logEntries.leaf }).from(logEntries);
  return rows
    .map(({ leaf }) => leaf)
    .filter((leaf) => leaf.includes(delegation) && JSON.parse(leaf).type === type);
};

it('an activation ends what is no longer allowed, stamps what is, revokes what waits, and says why', async () => {
  const { session, grant, delegation } = await house.inSession(ana);
  const going = await house.starts(ben, await house.granted('ben', 'ivo', WRITE_ONLY, ['tess']));
  const carrying = await house.grantToken(ben, going.delegation, going);
  const token = String((await house.exchange(ana, grant)).body.access_token);
  const other = String((await house.exchange(ben, carrying)).body.access_token);
  const waiting = await house.granted('cleo', 'noel', READ);
  const pending = await house.asks('eve', 'kai', READ);
  for (const one of [token, other]) expect(await house.introspect(one)).toMatchObject({ active: true });

  await goesInForce(withoutReading(++n));
  for (const one of [token, other]) expect(await house.introspect(one)).toEqual({ active: false });
  await hears({ type: 'policy.activated' });

  expect((await house.session(session.id)).state).toMatchObject({
    status: 'ended',
    endedBy: { kind: 'policy' },
    reason: WHY,
  });
  const mira = await house.signIn('customer', 'mira', { scopes: ['history.read'] });
  for (const who of [ana, mira])
    expect((await house.call(who, 'GET', `/v1/sessions/${session.id}`)).body).toMatchObject({
      status: 'ended',
      ended_by: { kind: 'policy' },
      reason: WHY,
    });
  expect((await house.delegation(delegation.id)).state).toMatchObject({ status: 'revoked', reason: WHY });
  const [ended] = await leavesAbout(delegation.id, 'session.ended');
  expect(causeOf(ended ?? '{}')).toEqual({ kind: 'session_ended', session: session.id });
  const decisions = await pageOfDecisions(house.context.reader, { newestFirst: true, limit: 20 });
  const why = decisions.find((one) => one.session === session.id && one.stage === 'use');
  expect(why).toMatchObject({
    stage: 'use',
    delegation: delegation.id,
    answer: { decision: 'deny', determining: [{ text: WHY }] },
    policyVersion: holder.current().version,
  });
  expect(why && answer(holder.current(), why.asked)).toEqual(why?.answer);
  expect(JSON.parse(ended ?? '{}').hashes).toMatchObject({ question: why?.questionHash });
  const { version: active } = holder.current();
  expect(
    decisions.filter((one) => one.delegation === waiting.id && one.policyVersion === active),
  ).toMatchObject([{ stage: 'issue', answer: { decision: 'deny' } }]);

  expect((await house.delegation(waiting.id)).state).toMatchObject({
    status: 'revoked',
    endedBy: { kind: 'policy' },
    reason: WHY,
  });
  expect((await house.types(waiting.id)).at(-1)).toBe('delegation.revoked');
  expect((await house.delegation(pending.id)).state.status).toBe('pending');

  const { version } = holder.current();
  expect(await house.session(going.id)).toMatchObject({ state: { status: 'live' }, policyVersion: version });
  expect(await house.introspect(other)).toMatchObject({ active: true });
  expect(await house.introspect(token)).toEqual({ active: false });
  const rejudged = (await house.entries()).filter(({ type }) => type === 'policy.rejudged').at(-1);
  expect(rejudged).toMatchObject({ policy_version: version, facts: { sessions: 1 } });
  await goesBack();
});

it('roles that a new version gives to others take effect on live sessions', async () => {
  const { session } = await house.inSession(ana);
  const files = draft();
  const roles = JSON.parse(files['roles.json'] ?? '{}');
  roles.support['support-agents'] = ['trainee'];
  await goesInForce({ ...files, 'roles.json': JSON.stringify(roles) });
  await hears({ type: 'policy.activated' });
  expect((await house.session(session.id)).state).toMatchObject({ endedBy: { kind: 'policy' } });
  await goesBack();
});

it('a mark that the directory brings ends sessions and what waits', async () => {
  const { session } = await house.inSession(ana);
  const waiting = await house.granted('ben', 'noel', READ);
  const mark = (login: string, marks: 'legal_hold'[]) =>
    house.database.run(
      update(people)
        .set({ marks })
        .where(eq(people.id, house.who('customer', login).id)),
    );
  await mark('mira', ['legal_hold']);
  await mark('noel', ['legal_hold']);
  await hears({ type: 'directory.imported' });
  const { state } = await house.session(session.id);
  expect(state).toMatchObject({ status: 'ended', endedBy: { kind: 'policy' } });
  expect(JSON.stringify(state)).not.toContain('legal hold');
  expect((await house.delegation(waiting.id)).state).toMatchObject({ status: 'revoked' });
  for (const login of ['mira', 'noel']) await mark(login, []);
});

it('a consent that is withdrawn ends the session that stands on it', async () => {
  const { session, delegation } = await house.inSession(ana);
  const other = await house.starts(ben, await house.granted('ben', 'noel', READ));
  await house.database.run(
    update(consents).set({ withdrawnAt: house.clock.at }).where(eq(consents.delegationId, delegation.id)),
  );
  await hears({ type: 'consent.withdrawn', delegation: delegation.id });
  expect((await house.session(session.id)).state).toMatchObject({ endedBy: { kind: 'policy' } });
  expect((await house.session(other.id)).state.status).toBe('live');
});

it('of a person who is shut out neither sessions nor what was granted go on', async () => {
  const { session } = await house.inSession(ana);
  const waiting = await house.granted('ana', 'noel', READ);
  const shut = (at: Date | null) =>
    house.database.run(
      update(persons)
        .set({ disabledAt: at })
        .where(eq(persons.id, ana.principal.person ?? '')),
    );
  await shut(house.clock.at);
  await hears({ type: 'person.disabled', target: ana.principal.id });
  expect((await house.session(session.id)).state).toMatchObject({ endedBy: { kind: 'policy' } });
  expect((await house.delegation(waiting.id)).state).toMatchObject({ status: 'revoked' });
  await shut(null);
});

it('what began under the version before is judged by the one that is active, however late it is heard of', async () => {
  const waiting = await house.granted('ben', 'noel', READ);
  await goesInForce(withoutReading(++n));
  await hears({ type: 'policy.activated' });
  const before = house.context.policy.version;
  await house.database.run(
    update(people)
      .set({ groups: ['support-agents'] })
      .where(eq(people.id, ana.principal.id)),
  );
  const { delegation, id } = await house.starts(ana, await house.granted('ana', 'mira'));
  expect((await house.delegation(waiting.id)).state.status).toBe('revoked');
  expect((await house.session(id)).state.status).toBe('live');
  await hears({ type: 'session.started', delegation: delegation.id, policy_version: before });
  expect((await house.session(id)).state).toMatchObject({ endedBy: { kind: 'policy' } });
  await goesBack();
});

it('what is over already when it is judged ends as it would have ended anyway', async () => {
  const { session } = await house.inSession(ana);
  await goesInForce(withoutReading(++n));
  house.clock.pass(601);
  await hears({ type: 'policy.activated' });
  expect((await house.session(session.id)).state).toMatchObject({ endedBy: { kind: 'expiry' } });
  await goesBack();
});

it('word of an activation ends and stamps before the log tells of it, and then nothing is left to do', async () => {
  const { session, delegation } = await house.inSession(ana);
  const going = await house.starts(ben, await house.granted('ben', 'ivo', WRITE_ONLY, ['tess']));
  const waiting = await house.granted('cleo', 'noel', READ);
  const judging = judges();
  await goesInForce(withoutReading(++n));
  await judging.ahead?.();
  expect((await house.session(session.id)).state.status).toBe('live');

  judging.activated();
  await judging.ahead?.();
  expect((await house.session(session.id)).state).toMatchObject({ status: 'ended', reason: WHY });
  expect((await house.delegation(delegation.id)).state).toMatchObject({ status: 'revoked', reason: WHY });
  expect((await house.session(going.id)).policyVersion).toBe(holder.current().version);
  const decisions = await pageOfDecisions(house.context.reader, { newestFirst: true, limit: 20 });
  const why = decisions.find((one) => one.session === session.id && one.stage === 'use');
  expect(why).toMatchObject({ answer: { decision: 'deny' }, policyVersion: holder.current().version });
  const [ended] = await leavesAbout(delegation.id, 'session.ended');
  expect(JSON.parse(ended ?? '{}').hashes).toMatchObject({ question: why?.questionHash });
  expect((await house.delegation(waiting.id)).state.status).toBe('granted');

  const rejudged = async () =>
    (await house.entries()).filter(({ type }) => type === 'policy.rejudged').length;
  const before = await rejudged();
  await judging.ahead?.();
  await hears({ type: 'policy.activated' }, judging);
  expect(await rejudged()).toBe(before);
  expect(await leavesAbout(delegation.id, 'session.ended')).toHaveLength(1);
  expect((await house.delegation(waiting.id)).state).toMatchObject({ status: 'revoked', reason: WHY });
  await goesBack();
});

it('whoever follows the log is told of what an activation has ended, before its decisions are written', async () => {
  const { session } = await house.inSession(ana);
  const going = await house.starts(ben, await house.granted('ben', 'ivo', READ));
  const ids = [session.id, going.id];
  const mine = and(inArray(policyDecisions.session, ids), eq(policyDecisions.stage, 'use'));
  const explained = () => house.database.handle.$count(policyDecisions, mine);
  const told: { entries: readonly Entry[]; explained: Promise<number> }[] = [];
  const wake = (entries: readonly Entry[] = []) => {
    if (entries.length > 0) told.push({ entries, explained: Promise.resolve(explained()) });
  };
  const judging = judges({ ...house.services, wake });
  await goesInForce(withoutReading(++n));
  judging.activated();
  await judging.ahead?.();
  expect(told).toHaveLength(1);
  for (const id of ids)
    expect(told[0]?.entries).toContainEqual(expect.objectContaining({ type: 'session.ended', session: id }));
  expect([await told[0]?.explained, await explained()]).toEqual([0, 2]);
  await goesBack();
});

it('what was read ahead for a proposed version is judged as it is when that goes in force', async () => {
  const { session } = await house.inSession(ana);
  const going = await house.starts(ben, await house.granted('ben', 'ivo', READ));
  const judging = judges();
  const proposal = await proposes(house, 'pia', harmless(++n));
  await holder.refresh();
  expect(holder.proposed()).toBeDefined();
  await judging.foresee();

  const regroup = (groups: string[]) =>
    house.database.run(update(people).set({ groups }).where(eq(people.id, ana.principal.id)));
  await regroup([]);
  const edited = (groups: string[]) => attacker(house).set('people', ben.principal.id, { groups });
  await edited([]);
  await activates(house, 'pat', proposal);
  judging.activated();
  await judging.ahead?.();
  expect((await house.session(session.id)).state).toMatchObject({ endedBy: { kind: 'policy' } });
  expect(await house.session(going.id)).toMatchObject({
    state: { status: 'live' },
    policyVersion: holder.current().version,
  });
  await edited(['support-agents']);
  await regroup(['support-agents']);
  await holder.refresh();
  expect(holder.proposed()).toBeUndefined();
});

it('the log has everything judged once more, whatever carries the stamp of the active version already', async () => {
  const { session } = await house.inSession(ana);
  const judging = judges();
  await goesInForce(harmless(++n));
  judging.activated();
  await judging.ahead?.();
  expect((await house.session(session.id)).policyVersion).toBe(holder.current().version);
  const regroup = (groups: string[]) =>
    house.database.run(update(people).set({ groups }).where(eq(people.id, ana.principal.id)));
  await regroup([]);
  judging.activated();
  await judging.ahead?.();
  expect((await house.session(session.id)).state.status).toBe('live');
  await hears({ type: 'policy.activated' }, judging);
  expect((await house.session(session.id)).state).toMatchObject({ endedBy: { kind: 'policy' } });
  await regroup(['support-agents']);
});

it('what ended is explained, even where another could not be ended', async () => {
  const { session } = await house.inSession(ana);
  const stubborn = await house.starts(ben, await house.granted('ben', 'ivo', READ));
  const judging = judges();
  const proposal = await proposes(house, 'pia', withoutReading(++n));
  await holder.refresh();
  await judging.foresee();
  await attacker(house).set('delegations', stubborn.delegation.id, { changes: 77 });
  await activates(house, 'pat', proposal);
  judging.activated();
  await judging.ahead?.();
  for (const { id } of [session, stubborn])
    expect((await house.session(id)).state).toMatchObject({ status: 'ended' });
  const decisions = await pageOfDecisions(house.context.reader, { newestFirst: true, limit: 20 });
  expect(decisions.find((one) => one.session === session.id && one.stage === 'use')).toMatchObject({
    answer: { decision: 'deny' },
  });
  await goesBack();
});

// The last one: nothing gives her back what it takes.
it('what the log has said since somebody was read ahead counts at the activation', async () => {
  const { session } = await house.inSession(ana);
  const judging = judges();
  const proposal = await proposes(house, 'pia', harmless(++n));
  await holder.refresh();
  await projected(house);
  await judging.foresee();
  // Beside it nobody has written that down in her row, or somebody has put the row back.
  const lapsed = { type: 'person.membership_lapsed', target: ana.principal.id, facts: { group: 'eu-desk' } };
  await house.context.record({ writes: [], entries: [lapsed] });
  await projected(house);
  await activates(house, 'pat', proposal);
  judging.activated();
  await judging.ahead?.();
  expect((await house.session(session.id)).state).toMatchObject({ endedBy: { kind: 'policy' } });
});
