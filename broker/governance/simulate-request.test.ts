import { afterAll, beforeAll, expect, it } from 'vitest';
import { policyDecisions } from '#broker/decisions/tables.ts';
import { delegations } from '#broker/delegation/tables.ts';
import { RESOURCE } from '#test/demo.ts';
import { type House, openHouse, SENSITIVE } from '#test/house.ts';
import { listPossibilities } from './list-possibilities.ts';
import { simulateRequest } from './simulate-request.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const simulating = (customer: string, actions: string[], more: Record<string, unknown> = {}, actor = 'ana') =>
  simulateRequest(house.context, {
    principal: house.who('admin', 'audra'),
    actor: house.who('support', actor).id,
    subject: house.who('customer', customer).id,
    authorizationDetails: [
      {
        type: 'delegation_session',
        actions,
        locations: [RESOURCE],
        identifier: house.accountOf(customer),
        purpose: { code: 'check-setting', ref: 'TCK-1' },
        max_duration: 600,
      },
    ],
    ...more,
  });
const names = (eligible: readonly { name: string }[] | undefined) => eligible?.map(({ name }) => name).sort();

it('says what policy would say, who could sign, and keeps nothing but that it was tried', async () => {
  const { verdict, required } = await simulating('mira', SENSITIVE);
  expect(verdict).toMatchObject({
    decision: 'allow',
    obligations: { approvals: ['two-groups'], consent: true },
  });
  expect(required.map(({ stage, from }) => [stage, from])).toEqual([
    [1, ['team-leads']],
    [2, ['security']],
  ]);
  expect(names(required[0]?.eligible)).toEqual(['Cleo Marchetti', 'Tess Oyelowo']);
  expect(names(required[1]?.eligible)).toEqual(['Sam Whitcombe', 'Sol Ibarra']);
  expect(await house.database.handle.$count(policyDecisions)).toBe(0);
  expect(await house.database.handle.$count(delegations)).toBe(0);
  const [entry] = (await house.entries()).filter(({ type }) => type === 'policy.simulated');
  expect(entry).toMatchObject({
    actor: house.who('admin', 'audra').id,
    target: house.who('support', 'ana').id,
    facts: { decision: 'allow', emergency: false },
  });
});

it('never counts the person who would ask among those who could sign', async () => {
  const { required } = await simulating('mira', SENSITIVE, {}, 'cleo');
  expect(names(required[0]?.eligible)).toEqual(['Tess Oyelowo']);
});

it('shows the true reasons to whoever answers for policy, and what the agent would be told', async () => {
  const { verdict } = await simulating('olga', ['accounts:profile.read']);
  expect(verdict.decision).toBe('deny');
  expect(verdict.internal.map(({ id }) => id)).toEqual(['guard:subject-privileged']);
  expect(verdict.reasons.map(({ id }) => id)).toEqual(['guard:subject']);
});

it('an emergency is judged as one, and a version nobody stored is not there', async () => {
  const { verdict } = await simulating('mira', ['accounts:profile.read'], { emergency: true }, 'eve');
  expect(verdict.obligations.approvals).toEqual(['emergency']);
  await expect(simulating('mira', SENSITIVE, { version: 'x'.repeat(43) })).rejects.toMatchObject({
    code: 'not_found',
  });
  await expect(simulating('mira', SENSITIVE, { files: { 'a.cedar': 'permit (' } })).rejects.toMatchObject({
    code: 'policy_unfit',
  });
});

it('tells per action what could be asked for, on what it depends, and what never can be', async () => {
  const { possibilities } = await listPossibilities(house.context, {
    principal: house.who('admin', 'pia'),
    actor: house.who('support', 'eve').id,
    subject: house.who('customer', 'mira').id,
    account: { backend: 'accounts', identifier: house.accountOf('mira') },
  });
  const of = (action: string) => possibilities.find((one) => one.action === action);
  expect(of('accounts:profile.read')).toMatchObject({
    outcome: 'depends',
    permits: [
      { id: 'emergency-read', when: ['it is an emergency', 'the ticket is not empty'] },
      { id: 'read-with-consent', when: ['it is not an emergency'] },
    ],
    forbids: [
      { id: 'only-in-support-hours', when: ['the hours “support” are closed', 'it is not an emergency'] },
    ],
  });
  expect(of('accounts:credential.rotate')?.permits.map(({ id }) => id)).toEqual([
    'sensitive-with-two-groups',
  ]);
  expect(of('accounts:billing.update')).toMatchObject({ outcome: 'never', reasons: [{ id: 'guard:never' }] });
  const privileged = await listPossibilities(house.context, {
    principal: house.who('admin', 'pia'),
    actor: house.who('support', 'eve').id,
    subject: house.who('customer', 'olga').id,
    account: { backend: 'accounts', identifier: house.accountOf('olga') },
  });
  expect(privileged.possibilities.every(({ outcome }) => outcome === 'never')).toBe(true);
  const entries = (await house.entries()).filter(({ type }) => type === 'policy.explored');
  expect(entries).toHaveLength(2);
});
