import { afterAll, beforeAll, expect, it } from 'vitest';
import { claimReplay, runReplay } from '#broker/governance/replays/run-replay.ts';
import { policyReplays } from '#broker/governance/replays/tables.ts';
import { type DelegatedHouse, openDelegatedHouse, type SignedIn } from '#test/delegated-house.ts';
import { proposes, withoutReading } from '#test/policy-drafts.ts';

let house: DelegatedHouse;
let replays: string;
const people: Record<string, SignedIn> = {};
const OWNS = ['policy.propose', 'policy.activate', 'audit.read'];
beforeAll(async () => {
  house = await openDelegatedHouse();
  await house.asks('ana', 'mira', ['accounts:profile.read']);
  const { id } = await proposes(house, 'pia', withoutReading());
  replays = `/v1/policies/proposals/${id}/replays`;
  people.owner = await house.signIn('admin', 'pat', { scopes: OWNS });
  people.agent = await house.signIn('support', 'ana', { scopes: OWNS });
  people.customer = await house.signIn('customer', 'mira', { scopes: OWNS });
  people['approver with the scopes'] = await house.signIn('admin', 'tess', { scopes: OWNS });
  people['approver without'] = await house.signIn('admin', 'sam', { scopes: ['delegation.approve'] });
  people.service = await house.asService();
}, 240_000);
afterAll(() => house.close());

const as = (name: string): SignedIn => {
  const found = people[name];
  if (!found) throw new Error(`Nobody is ${name}.`);
  return found;
};
const others = ['agent', 'customer', 'approver with the scopes', 'approver without', 'service'];

it.each(others)('no %s starts one, reads one or searches for people there', async (name) => {
  const who = as(name);
  const before = await house.context.reader.$count(policyReplays);
  expect((await house.call(who, 'POST', replays, { days: 7 })).status).toBe(403);
  expect((await house.call(who, 'GET', replays)).status).toBe(403);
  expect((await house.call(who, 'GET', '/v1/directory/people?domain=support&q=ana')).status).toBe(403);
  expect(await house.context.reader.$count(policyReplays)).toBe(before);
});

it('a policy owner starts it, and reads its progress and then what came out, with names', async () => {
  const started = await house.call(as('owner'), 'POST', replays, { days: 7 });
  expect(started).toMatchObject({ status: 202, body: { status: 'running', looked: 0 } });
  const claim = await claimReplay(house.context);
  if (claim) await runReplay(house.context, claim);
  const { body } = await house.call(as('owner'), 'GET', `${replays}?limit=1`);
  expect(body).toMatchObject({
    items: [
      {
        id: started.body.id,
        status: 'done',
        started_by: { name: expect.stringContaining('Pat') },
        result: {
          decisions: { loses: 1 },
          loses: { items: [{ actor: { name: expect.stringContaining('Ana') } }], more: 0 },
          ending: { sessions: { items: [], more: 0 } },
        },
      },
    ],
    next_cursor: null,
  });
  for (const name of others) expect((await house.call(as(name), 'GET', replays)).status).toBe(403);
});
