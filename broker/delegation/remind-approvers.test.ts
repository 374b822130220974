import { afterAll, beforeAll, expect, it } from 'vitest';
import { testConfig } from '#test/demo.ts';
import { type House, openHouse, SENSITIVE, WRITE } from '#test/house.ts';
import { bundleFromFiles, loadBundle } from '../policy/bundle.ts';
import { describeDelegations } from './describe.ts';
import { remindApprovers } from './remind-approvers.ts';

const stages = [
  { from: ['team-leads'], needed: 1, timeout_s: 3600, escalate_to: 'policy-owners' },
  { from: ['security'], needed: 2 },
];
let house: House;
beforeAll(async () => {
  const { files } = loadBundle('policies', testConfig().domains);
  const flows = { ...JSON.parse(files['approvals.json'] ?? ''), 'two-groups': { stages } };
  house = await openHouse(
    undefined,
    bundleFromFiles({
      ...files,
      'approvals.json': JSON.stringify(flows),
      'roles.json': (files['roles.json'] ?? '').replace(
        '"policy-owners": ["policy_owner"]',
        '"policy-owners": ["policy_owner", "approver"]',
      ),
    }),
  );
});
afterAll(() => house.close());

const said = async (id: string) =>
  (await house.entries(id))
    .filter(({ type }) => /reminded|escalated/.test(String(type)))
    .map(({ type, facts }) => `${type} ${(facts as { flow: string; stage: number }).stage}`);
const passes = async (minutes: number) => {
  house.clock.pass(minutes * 60);
  return remindApprovers(house.context);
};

it('each open stage is said once after half its time, once when it escalates, and then the next stage', async () => {
  const asked = await house.asks('ana', 'mira', SENSITIVE);
  expect(await passes(29)).toBe(0);
  expect(await passes(1)).toBe(1);
  expect(await passes(1)).toBe(0);
  expect(await said(asked.id)).toEqual(['approval.reminded 1']);
  await expect(house.reviews('pia', asked)).rejects.toMatchObject({ code: 'approval_not_permitted' });
  expect(await passes(29)).toBe(1);
  expect(await said(asked.id)).toEqual(['approval.reminded 1', 'approval.escalated 1']);
  const [described] = await describeDelegations(house.context, [asked]);
  expect(described?.approvals.waiting).toMatchObject([
    { flow: 'two-groups', stage: 1, since: asked.createdAt, escalates: { to: 'policy-owners', due: true } },
  ]);

  await house.reviews('pia', asked);
  expect(await passes(29)).toBe(0);
  expect(await passes(1)).toBe(1);
  expect((await said(asked.id)).at(-1)).toBe('approval.reminded 2');
  await house.reviews('sam', asked);
  await house.reviews('sol', asked);
  expect(await passes(600)).toBe(0);
});

it('of what is decided nothing is said, and of two brokers one says it', async () => {
  const denied = await house.asks('ana', 'mira', WRITE);
  await house.reviews('tess', denied, 'deny', { comment: 'No.' });
  const asked = await house.asks('ben', 'mira', WRITE);
  house.clock.pass(31 * 60);
  await Promise.all([remindApprovers(house.context), remindApprovers(house.context)]);
  expect(await said(denied.id)).toEqual([]);
  expect(await said(asked.id)).toEqual(['approval.reminded 1']);
});

it('what slept through both says both', async () => {
  const asked = await house.asks('ana', 'noel', SENSITIVE);
  await passes(300);
  expect(await said(asked.id)).toEqual(['approval.reminded 1', 'approval.escalated 1']);
});
