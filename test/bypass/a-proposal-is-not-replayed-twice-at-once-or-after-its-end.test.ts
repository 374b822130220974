import { afterAll, beforeAll, expect, it } from 'vitest';
import { policyReplays } from '#broker/governance/replays/tables.ts';
import { withdrawProposal } from '#broker/governance/withdraw-proposal.ts';
import { type DelegatedHouse, openDelegatedHouse, type SignedIn } from '#test/delegated-house.ts';
import { harmless, proposes } from '#test/policy-drafts.ts';

let house: DelegatedHouse;
let owner: SignedIn;
beforeAll(async () => {
  house = await openDelegatedHouse();
  owner = await house.signIn('admin', 'pia', { scopes: ['policy.propose'] });
}, 240_000);
afterAll(() => house.close());

const starts = (id: string, days: unknown = 7) =>
  house.call(owner, 'POST', `/v1/policies/proposals/${id}/replays`, { days });
const stored = () => house.context.reader.$count(policyReplays);

it('however often somebody presses the button, the broker works on one', async () => {
  const { id } = await proposes(house, 'pia', harmless(1));
  const answers = await Promise.all([1, 2, 3, 4].map(() => starts(id)));
  expect(answers.map(({ status }) => status).sort()).toEqual([202, 409, 409, 409]);
  expect(answers.filter(({ body }) => body.code === 'replay_running')).toHaveLength(3);
  expect(await stored()).toBe(1);
  expect((await house.refusals()).at(-1)).toMatchObject({ code: 'replay_running' });
});

it('what was taken back costs the broker nothing more', async () => {
  const { id } = await proposes(house, 'pia', harmless(2));
  await withdrawProposal(house.context, { principal: house.who('admin', 'pia'), id });
  const before = await stored();
  expect(await starts(id)).toMatchObject({ status: 409, body: { code: 'not_open' } });
  expect(await stored()).toBe(before);
});

it('nobody has years counted through', async () => {
  const { id } = await proposes(house, 'pia', harmless(3));
  const before = await stored();
  for (const days of [0, 91, 1e9, 1.5, '7']) expect((await starts(id, days)).status).toBe(400);
  expect(await stored()).toBe(before);
});
