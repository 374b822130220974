import { afterAll, beforeAll, expect, it } from 'vitest';
import { startSession } from '#broker/session/start-session.ts';
import { type House, openHouse, READ, WRITE } from '#test/house.ts';
import { explainDecision, listDecisions } from './explain-decision.ts';
import { findEngine } from './find-engine.ts';
import { replayRecorded } from './replay-recorded.ts';

let house: House;
let files: Record<string, string>;
const since = new Date('2026-01-01T00:00:00Z');
beforeAll(async () => {
  house = await openHouse();
  const granted = await house.answers('mira', await house.asks('ana', 'mira', READ));
  const principal = house.who('support', 'ana');
  await startSession(house.context, { principal, delegationId: granted.id, grantKey: { jkt: 'key' } });
  await house.asks('ben', 'noel', WRITE);
  const { 'domains.json': _, ...own } = house.context.policy.bundle.files;
  files = {
    ...own,
    'more.cedar':
      '@id("more")\n@reason("Reading is over.")\nforbid (principal, action in Action::"support.read", resource is Account);',
  };
});
afterAll(() => house.close());

const auditor = () => house.who('admin', 'audra');

it('a draft is held against what was decided and what stands, and only that it was tried is kept', async () => {
  const inForce = house.context.policy;
  const report = await replayRecorded(house.context, { principal: auditor(), since, files });
  expect(report).toMatchObject({
    isPartial: false,
    decisions: { gains: 0, loses: 4, needsMore: 0, unchanged: 0 },
    standing: { gains: 0, loses: 3, needsMore: 0, unchanged: 0 },
    ending: { delegations: [expect.stringMatching(/^dlg_/)], sessions: [expect.stringMatching(/^ses_/)] },
  });
  expect(report.groups[0]?.why).toEqual(['more: Reading is over.']);
  expect(house.context.policy).toBe(inForce);
  const [entry] = (await house.entries()).filter(({ type }) => type === 'policy.replayed');
  expect(entry).toMatchObject({
    actor: auditor().id,
    policy_version: inForce.version,
    hashes: { draft: report.version },
    facts: { decisions: 4, loses: 4 },
  });
});

it('the version in force changes nothing, and a bound says that it was one', async () => {
  const same = { principal: auditor(), since };
  const all = await replayRecorded(house.context, same);
  expect(all).toMatchObject({
    isPartial: false,
    decisions: { unchanged: 4 },
    standing: { unchanged: 3 },
    groups: [],
  });
  const two = await replayRecorded(house.context, { ...same, most: 2 });
  expect(two).toMatchObject({ isPartial: true, decisions: { unchanged: 2 } });
  expect(await replayRecorded(house.context, { ...same, most: 4 })).toMatchObject({ isPartial: false });
});

it('a draft that could not be activated is refused with what is wrong', async () => {
  const broken = { ...files, 'more.cedar': 'permit (principal, action, resource);' };
  await expect(
    replayRecorded(house.context, { principal: auditor(), since, files: broken }),
  ).rejects.toMatchObject({ code: 'policy_unfit', message: expect.stringContaining('has no @id') });
});

it('decisions come page by page in their order, of one delegation too, and one is read whole and on record', async () => {
  const principal = house.who('admin', 'pia');
  const first = await listDecisions(house.context, { principal, limit: 3 });
  expect(first).toMatchObject({ more: true });
  const last = first.items[2];
  const rest = await listDecisions(house.context, { principal, limit: 3, ...(last ? { after: last } : {}) });
  expect(rest).toMatchObject({ more: false, items: [{}] });
  const ids = [...first.items, ...rest.items].map(({ id }) => id);
  expect(new Set(ids).size).toBe(4);
  const own = await listDecisions(house.context, { principal, delegation: last?.delegation, limit: 10 });
  expect(own.items.every(({ delegation }) => delegation === last?.delegation)).toBe(true);

  const {
    decision: read,
    today,
    since: meanwhile,
  } = await explainDecision(house.context, {
    principal,
    id: ids[0] ?? '',
  });
  expect(read).toEqual(first.items[0]);
  expect(today).toEqual(read.answer);
  expect(meanwhile).toEqual({ effect: 'nothing', why: [] });
  const [entry] = (await house.entries()).filter(({ type }) => type === 'policy.decision_read');
  expect(entry).toMatchObject({
    actor: principal.id,
    target: ids[0],
    hashes: { question: read.questionHash },
  });
});

it('decisions are found by who asked, about whom, and by when', async () => {
  const principal = house.who('admin', 'audra');
  const found = async (wanted: Partial<Parameters<typeof listDecisions>[1]>) =>
    (await listDecisions(house.context, { principal, limit: 10, ...wanted })).items;
  const ben = house.who('support', 'ben').id;
  const noel = house.who('customer', 'noel').id;
  const asked = await found({ person: ben });
  expect(asked).toHaveLength(1);
  expect(asked).toMatchObject([{ actor: ben, subject: noel }]);
  expect(await found({ person: noel })).toEqual(asked);
  expect(await found({ person: house.who('support', 'cleo').id })).toEqual([]);
  const [oldest] = await found({});
  expect(await found({ until: oldest?.at })).toEqual([]);
  expect(await found({ until: new Date('2100-01-01T00:00:00Z') })).toHaveLength(4);
  expect((await house.entries()).at(-1)).toMatchObject({
    type: 'policy.decisions_read',
    facts: { until: '2100-01-01T00:00:00.000Z' },
  });
});

it('a past decision is shown beside what the version in force would say today', async () => {
  const principal = house.who('admin', 'audra');
  const { items } = await listDecisions(house.context, { principal, limit: 10 });
  const read = items.find(({ stage }) => stage === 'request');
  const policy = await findEngine(house.context, { files });
  const explained = await explainDecision({ ...house.context, policy }, { principal, id: read?.id ?? '' });
  expect(explained.decision.answer.decision).toBe('allow');
  expect(explained.today).toMatchObject({ decision: 'deny', determining: [{ id: 'more' }] });
  expect(explained.since).toEqual({ effect: 'loses', why: ['more: Reading is over.'] });
});

it('nobody else does any of it', async () => {
  for (const principal of [
    house.who('support', 'ana'),
    house.who('customer', 'mira'),
    house.who('admin', 'tess'),
  ]) {
    await expect(replayRecorded(house.context, { principal, since })).rejects.toMatchObject({ status: 403 });
    await expect(listDecisions(house.context, { principal, limit: 1 })).rejects.toMatchObject({
      status: 403,
    });
    await expect(explainDecision(house.context, { principal, id: 'pdc_1' })).rejects.toMatchObject({
      status: 403,
    });
  }
});
