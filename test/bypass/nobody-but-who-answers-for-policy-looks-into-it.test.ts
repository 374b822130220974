import { afterAll, beforeAll, expect, it } from 'vitest';
import { type DelegatedHouse, openDelegatedHouse, RESOURCE, type SignedIn } from '#test/delegated-house.ts';

let house: DelegatedHouse;
const people: Record<string, SignedIn> = {};
let decision: string;
beforeAll(async () => {
  house = await openDelegatedHouse();
  const signIn = (domain: 'support' | 'admin' | 'customer', login: string, scopes: string[]) =>
    house.signIn(domain, login, { scopes });
  people.agent = await signIn('support', 'ana', ['delegation.request', 'delegation.run']);
  people.customer = await signIn('customer', 'mira', ['history.read']);
  people.approver = await signIn('admin', 'tess', ['delegation.approve']);
  people.service = await house.asService();
  people.auditor = await signIn('admin', 'audra', ['audit.read']);
  await house.asks('ana', 'mira', ['accounts:profile.read']);
  const listed = await house.call(people.auditor, 'GET', '/v1/policies/decisions');
  const [first] = (listed.body as { items: { id: string }[] }).items;
  decision = first?.id ?? '';
}, 240_000);
afterAll(() => house.close());

const asked = () => ({
  actor: house.who('support', 'ben').id,
  subject: house.who('customer', 'mira').id,
});
const details = () => [
  {
    type: 'delegation_session',
    actions: ['accounts:profile.read'],
    locations: [RESOURCE],
    identifier: house.accountOf('mira'),
    purpose: { code: 'check-setting', ref: 'TCK-1' },
    max_duration: 600,
  },
];
const account = () => ({ backend: 'accounts', identifier: house.accountOf('mira') });

const calls: [name: string, call: (who: SignedIn) => Promise<{ status: number }>][] = [
  ['list decisions', (who) => house.call(who, 'GET', '/v1/policies/decisions')],
  ['read a decision', (who) => house.call(who, 'GET', `/v1/policies/decisions/${decision}`)],
  ['list what stands', (who) => house.call(who, 'GET', '/v1/policies/standing')],
  [
    'simulate',
    (who) =>
      house.call(who, 'POST', '/v1/policies/simulations', { ...asked(), authorization_details: details() }),
  ],
  [
    'explore',
    (who) => house.call(who, 'POST', '/v1/policies/possibilities', { ...asked(), account: account() }),
  ],
  ['replay', (who) => house.call(who, 'POST', '/v1/policies/replays', { since: '2026-01-01T00:00:00.000Z' })],
];

it.each(calls)(
  'an auditor may %s, and an agent, a customer, an approver and a service without the scope may not',
  async (_, call) => {
    const auditor = people.auditor as SignedIn;
    expect((await call(auditor)).status).toBe(200);
    for (const who of ['agent', 'customer', 'approver', 'service'])
      expect((await call(people[who] as SignedIn)).status, who).toBe(403);
  },
);

it('nothing is said of a decision that is not there, and no cursor but ours is read', async () => {
  const auditor = people.auditor as SignedIn;
  expect((await house.call(auditor, 'GET', '/v1/policies/decisions/pdc_none')).status).toBe(404);
  expect((await house.call(auditor, 'GET', '/v1/policies/decisions?cursor=x')).status).toBe(400);
  expect((await house.call(auditor, 'GET', '/v1/policies/standing?cursor=x')).status).toBe(400);
});
