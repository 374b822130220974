import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { hashOf } from '#broker/audit/event.ts';
import { update } from '#broker/db/build.ts';
import { startSession } from '#broker/session/start-session.ts';
import { type House, openHouse, READ } from '#test/house.ts';
import { activates, harmless, proposes, withoutReading } from '#test/policy-drafts.ts';
import { ensurePolicyVersion } from '../ensure-policy-version.ts';
import type { Proposal } from '../proposal.ts';
import { policyVersions } from '../tables.ts';
import { withdrawProposal } from '../withdraw-proposal.ts';
import { listReplays } from './read-replays.ts';
import { few, type Replay } from './replay.ts';
import { claimReplay, runReplay } from './run-replay.ts';
import { startReplay } from './start-replay.ts';
import { advance } from './store.ts';

let house: House;
let sid: string;
let n = 0;
beforeAll(async () => {
  house = await openHouse();
  await ensurePolicyVersion(house.context, house.context.policy.bundle);
  const granted = await house.answers('mira', await house.asks('ana', 'mira', READ, { max_duration: 3600 }));
  const principal = house.who('support', 'ana');
  const started = { principal, delegationId: granted.id, grantKey: { jkt: 'key' } };
  sid = (await startSession(house.context, started)).id;
});
beforeEach(() => house.clock.pass(1));
afterAll(() => house.close());

const pia = () => house.who('admin', 'pia');
const pat = () => house.who('admin', 'pat');
const starts = ({ id }: Proposal, days = 7, principal = pia()): Promise<Replay> =>
  startReplay(house.context, { principal, id, days });
const newest = async ({ id }: Proposal): Promise<Replay | undefined> =>
  (await listReplays(house.context, { principal: pat(), id, limit: 1 })).items[0];
const entriesOf = async (type: string) => (await house.entries()).filter((entry) => entry.type === type);
async function claims() {
  const claim = await claimReplay(house.context);
  if (!claim) throw new Error('Nothing waits.');
  return claim;
}
const withdraws = ({ id }: Proposal) => withdrawProposal(house.context, { principal: pia(), id });

it('a proposal is replayed by the broker: who gains, who loses, which session would end, for the second person to read', async () => {
  const proposal = await proposes(house, 'pia', withoutReading());
  const started = await starts(proposal);
  expect(started).toMatchObject({ proposal: proposal.id, startedBy: pia().id, state: { status: 'running' } });
  expect(await newest(proposal)).toEqual(started);
  expect((await entriesOf('policy.replay_started')).at(-1)).toMatchObject({
    actor: pia().id,
    target: proposal.id,
    hashes: { draft: proposal.version },
    facts: { replay: started.id, days: 7, size: started.size },
  });

  await runReplay(house.context, await claims());
  const { state } = (await newest(proposal)) as Replay;
  expect(state).toMatchObject({
    status: 'done',
    result: {
      against: house.context.policy.version,
      isPartial: false,
      decisions: { gains: 0, unchanged: 0 },
      gains: { items: [], more: 0 },
      loses: { items: [{ actor: house.who('support', 'ana').id }], more: 0 },
      sessions: {
        items: [
          { id: sid, actor: house.who('support', 'ana').id, subject: house.who('customer', 'mira').id },
        ],
        more: 0,
      },
      delegations: { items: [{ id: expect.stringMatching(/^dlg_/) }], more: 0 },
      groups: { items: expect.arrayContaining([expect.objectContaining({ effect: 'loses' })]) },
    },
  });
  if (state.status !== 'done') throw new Error('It is not done.');
  const { decisions } = state.result;
  expect(decisions.loses).toBeGreaterThan(0);
  expect((await entriesOf('policy.replayed')).at(-1)).toMatchObject({
    actor: pia().id,
    target: proposal.id,
    hashes: { draft: proposal.version, result: hashOf(state.result) },
    facts: { replay: started.id, loses: decisions.loses, ending: 2 },
  });
  expect(await claimReplay(house.context)).toBeUndefined();
  await withdraws(proposal);
});

it('only policy owners and auditors start one or read it, and only of a proposal that is there', async () => {
  const proposal = await proposes(house, 'pia', harmless(++n));
  for (const who of [
    house.who('support', 'ana'),
    house.who('customer', 'mira'),
    house.who('admin', 'tess'),
  ]) {
    const code = who.domain === 'admin' ? 'not_an_overseer' : 'wrong_domain';
    await expect(starts(proposal, 7, who)).rejects.toMatchObject({ code, status: 403 });
    const reading = listReplays(house.context, { principal: who, id: proposal.id, limit: 1 });
    await expect(reading).rejects.toMatchObject({ code, status: 403 });
  }
  const none = { principal: pia(), id: 'pol_none' };
  await expect(startReplay(house.context, { ...none, days: 7 })).rejects.toMatchObject({ code: 'not_found' });
  await expect(listReplays(house.context, { ...none, limit: 1 })).rejects.toMatchObject({
    code: 'not_found',
  });
  await expect(starts(proposal, 91)).rejects.toMatchObject({ code: 'days_out_of_range' });
  expect(await newest(proposal)).toBeUndefined();
  await withdraws(proposal);
});

it('what was decided is not replayed any more', async () => {
  const proposal = await proposes(house, 'pia', harmless(++n));
  await withdraws(proposal);
  await expect(starts(proposal)).rejects.toMatchObject({ code: 'not_open' });
  expect(await newest(proposal)).toBeUndefined();
});

it('whoever decides at the same moment is heard first: nothing is replayed', async () => {
  const proposal = await proposes(house, 'pia', harmless(++n));
  const late: House['context'] = {
    ...house.context,
    record: async (recording) => {
      await withdraws(proposal);
      return house.context.record(recording);
    },
  };
  const before = (await entriesOf('policy.replay_started')).length;
  await expect(startReplay(late, { principal: pat(), id: proposal.id, days: 7 })).rejects.toMatchObject({
    code: 'not_open',
  });
  expect(await newest(proposal)).toBeUndefined();
  expect(await entriesOf('policy.replay_started')).toHaveLength(before);
});

it('of two who start one at once, one is told that it is running, and one proposal keeps no other one waiting', async () => {
  const proposal = await proposes(house, 'pia', harmless(++n));
  const other = await proposes(house, 'pat', harmless(++n));
  const both = await Promise.allSettled([starts(proposal), starts(proposal, 7, pat())]);
  expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  const refused = both.find((one): one is PromiseRejectedResult => one.status === 'rejected');
  expect(refused?.reason).toMatchObject({ code: 'replay_running', status: 409 });
  await starts(other);
  for (const _ of [proposal, other]) await runReplay(house.context, await claims());
  expect((await newest(other))?.state).toMatchObject({ status: 'done', result: { groups: { items: [] } } });
  await starts(proposal);
  expect((await newest(proposal))?.state.status).toBe('running');
  await runReplay(house.context, await claims());
  await withdraws(proposal);
  await withdrawProposal(house.context, { principal: pat(), id: other.id });
});

it('a broker that ends in its midst leaves it to the next one, and one that was too slow writes nothing more', async () => {
  const proposal = await proposes(house, 'pia', harmless(++n));
  await starts(proposal);
  await runReplay(house.context, await claims(), () => true);
  expect((await newest(proposal))?.state.status).toBe('running');

  const slow = await claims();
  expect(await claimReplay(house.context)).toBeUndefined();
  await house.context.burn(advance(slow, 1, house.context.clock.sql));
  expect((await newest(proposal))?.state).toEqual({ status: 'running', looked: 1 });
  house.clock.pass(31);
  const next = await claims();
  expect(next).toEqual({ id: slow.id, claim: slow.claim + 1 });
  const before = (await entriesOf('policy.replayed')).length;
  await runReplay(house.context, slow);
  expect((await newest(proposal))?.state.status).toBe('running');
  await runReplay(house.context, next);
  expect((await newest(proposal))?.state.status).toBe('done');
  await runReplay(house.context, next);
  expect(await entriesOf('policy.replayed')).toHaveLength(before + 1);
  await withdraws(proposal);
});

it('what brokers die over is given up after three times, and what cannot be judged says why', async () => {
  const proposal = await proposes(house, 'pia', harmless(++n));
  await starts(proposal);
  for (let dead = 0; dead < 3; dead++) {
    await claims();
    house.clock.pass(31);
  }
  await runReplay(house.context, await claims());
  expect((await newest(proposal))?.state).toMatchObject({
    status: 'failed',
    why: expect.stringContaining('interrupted 3 times'),
  });

  await starts(proposal);
  const { version } = proposal;
  const [row] = await house.database.handle
    .select()
    .from(policyVersions)
    .where(eq(policyVersions.version, version));
  const files = { ...row?.files, 'broken.cedar': 'permit (' };
  await house.database.run(update(policyVersions).set({ files }).where(eq(policyVersions.version, version)));
  await runReplay(house.context, await claims());
  expect((await newest(proposal))?.state).toMatchObject({
    status: 'failed',
    why: expect.stringContaining('broken.cedar'),
  });
  expect((await entriesOf('policy.replay_failed')).length).toBe(2);
});

it('its result stays with the proposal after the decision', async () => {
  const proposal = await proposes(house, 'pia', harmless(++n));
  await starts(proposal);
  await runReplay(house.context, await claims());
  await house.enrolled('admin', 'pat');
  await activates(house, 'pat', proposal);
  expect((await newest(proposal))?.state.status).toBe('done');
});

it('no list is longer than a page shows, and each says how many are left out', () => {
  const many = Array.from({ length: 120 }, (_, i) => i);
  expect(few(many)).toMatchObject({ more: 70 });
  expect(few(many).items).toHaveLength(50);
  expect(few([1])).toEqual({ items: [1], more: 0 });
});
