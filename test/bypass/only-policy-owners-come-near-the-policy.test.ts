import { afterAll, beforeAll, expect, it } from 'vitest';
import { findActivation } from '#broker/governance/active-policy.ts';
import { policyProposals } from '#broker/governance/tables.ts';
import { type DelegatedHouse, openDelegatedHouse, type SignedIn } from '#test/delegated-house.ts';
import { harmless, proposes } from '#test/policy-drafts.ts';

const PROPOSALS = '/v1/policies/proposals';
const scopes = ['policy.propose', 'policy.activate', 'audit.read'];
let house: DelegatedHouse;
let open: string;
const callers: Record<string, SignedIn> = {};
beforeAll(async () => {
  house = await openDelegatedHouse();
  open = (await proposes(house, 'pia', harmless(1))).id;
  callers.agent = await house.signIn('support', 'ana', { scopes });
  callers.customer = await house.signIn('customer', 'mira', { scopes });
  callers.service = await house.asService();
  callers['approver without the scopes'] = await house.signIn('admin', 'tess', {
    scopes: ['delegation.approve'],
  });
});
afterAll(() => house.close());

const version = 'RBNvo1WzZ4oRRq0W9-hknpT7T8If536DEMBg9hyq_4o';
const calls: [string, (id: string) => string, unknown?][] = [
  ['GET', () => '/v1/policies/active'],
  ['GET', () => '/v1/policies'],
  ['GET', () => `/v1/policies/${version}`],
  ['GET', () => PROPOSALS],
  ['GET', (id) => `${PROPOSALS}/${id}`],
  ['POST', () => PROPOSALS, { files: harmless(2), reason: 'Please.' }],
  ['POST', () => PROPOSALS, { version, reason: 'Please.' }],
  ['DELETE', (id) => `${PROPOSALS}/${id}`],
  ['POST', (id) => `${PROPOSALS}/${id}/activations`, { decision: 'activate', signed: {} }],
];

it.each(['agent', 'customer', 'service', 'approver without the scopes'])(
  'no %s reads, proposes, withdraws or activates a version',
  async (name) => {
    const caller = callers[name];
    if (!caller) throw new Error(`Nobody is ${name}.`);
    const before = await findActivation(house.context.reader);
    for (const [method, path, body] of calls) {
      const answer = await house.call(caller, method, path(open), body);
      expect(answer.status, `${method} ${path(open)}`).toBe(403);
      expect(answer.body.code).toMatch(/^(wrong_domain|insufficient_scope)$/);
    }
    const statement = { kind: 'activation', target: open, decision: 'activate' };
    expect((await house.call(caller, 'POST', '/v1/statements', statement)).status).toBe(403);
    expect(await findActivation(house.context.reader)).toEqual(before);
    expect(await house.context.reader.$count(policyProposals)).toBe(1);
  },
);

it('the scopes alone make nobody a policy owner', async () => {
  const tess = await house.signIn('admin', 'tess', { scopes });
  const proposing = { files: harmless(3), reason: 'Please.' };
  expect(await house.call(tess, 'POST', PROPOSALS, proposing)).toMatchObject({ status: 403 });
  const statement = { kind: 'activation', target: open, decision: 'activate' };
  expect(await house.call(tess, 'POST', '/v1/statements', statement)).toMatchObject({ status: 403 });
  expect(await house.context.reader.$count(policyProposals)).toBe(1);
});

it('whoever may only activate signs no approvals, and whoever only approves no activations', async () => {
  const asked = await house.asks('ana', 'mira', ['accounts:settings.update']);
  const pat = await house.signIn('admin', 'pat', { scopes: ['policy.activate'] });
  const approval = { kind: 'approval', target: asked.id, decision: 'approve' };
  expect(await house.call(pat, 'POST', '/v1/statements', approval)).toMatchObject({
    status: 403,
    body: { code: 'insufficient_scope' },
  });
});
