import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { answer, questionHash } from '#broker/policy/asked.ts';
import { startSession } from '#broker/session/start-session.ts';
import { type House, openHouse, READ, SENSITIVE, WRITE } from '#test/house.ts';
import { PolicyRefusal } from './policy-refusal.ts';
import { pageOfDecisions } from './store.ts';
import { policyDecisions } from './tables.ts';

let house: House;
beforeEach(async () => {
  house = await openHouse();
});
afterEach(() => house.close());

const recorded = (delegation?: string) => pageOfDecisions(house.context.reader, { delegation, limit: 100 });

it('each step of a delegation keeps what policy was asked and said, and its entry names the question by hash', async () => {
  const asked = await house.asks('ana', 'mira', WRITE);
  house.clock.pass(60);
  await house.reviews('tess', asked);
  house.clock.pass(60);
  const granted = await house.answers('mira', asked);
  house.clock.pass(60);
  const principal = house.who('support', 'ana');
  await startSession(house.context, { principal, delegationId: granted.id, grantKey: { jkt: 'key' } });

  const decisions = await recorded(asked.id);
  expect(decisions.map(({ stage, answer }) => [stage, answer.decision])).toEqual([
    ['request', 'allow'],
    ...[
      ['approval', 'allow'],
      ['request', 'allow'],
    ].sort(),
    ['issue', 'allow'],
    ['issue', 'allow'],
  ]);
  const entries = await house.entries(asked.id);
  const hashes = entries.flatMap(({ type, hashes }) => {
    const { question } = (hashes ?? {}) as { question?: string };
    return question === undefined ? [] : [[type, question]];
  });
  expect(hashes.map(([type]) => type)).toEqual([
    'delegation.requested',
    'approval.given',
    'consent.given',
    'session.started',
  ]);
  const known = new Set(decisions.map(({ questionHash: hash }) => hash));
  for (const [, hash] of hashes) expect(known).toContain(hash);
  for (const decision of decisions) {
    expect(decision.questionHash).toBe(questionHash(decision.asked));
    expect(answer(house.context.policy, decision.asked)).toEqual(decision.answer);
  }
});

it('a decision holds ids, roles, marks and facts, and nothing that anybody wrote or is called', async () => {
  await house.asks('ana', 'mira', READ);
  const [row] = await house.database.handle.select().from(policyDecisions);
  const text = JSON.stringify(row);
  expect(text).not.toContain('The customer wrote');
  for (const { name } of [house.who('support', 'ana'), house.who('customer', 'mira')])
    expect(text).not.toContain(`"${name}"`);
});

it('a denied request carries the decision for whoever records the refusal', async () => {
  const refused = await house
    .asks('ana', 'mira', ['accounts:billing.update'])
    .catch((error: unknown) => error);
  if (!(refused instanceof PolicyRefusal)) throw new Error('Policy refused nothing.');
  expect(refused.decision).toMatchObject({ stage: 'request', answer: { decision: 'deny' } });
  expect(refused.decision.answer.determining.map(({ id }) => id)).toContain('guard:never');
  expect(await recorded()).toEqual([]);
});

it('a signature that policy does not permit carries its decision too', async () => {
  const asked = await house.asks('ana', 'mira', SENSITIVE);
  const refused = await house.reviews('sam', asked).catch((error: unknown) => error);
  expect(refused).toMatchObject({ decision: { stage: 'approval', answer: { decision: 'deny' } } });
});

it('the same question under the same version is one decision in one session, and another in another', async () => {
  const asked = await house.asks('ana', 'mira', READ);
  const granted = await house.answers('mira', asked);
  const principal = house.who('support', 'ana');
  const starting = { principal, delegationId: granted.id, grantKey: { jkt: 'key' } };
  const session = await startSession(house.context, starting);
  const [started] = await house.database.handle
    .select()
    .from(policyDecisions)
    .where(eq(policyDecisions.session, session.id));
  expect(started?.id).toBe(session.decisionId);
});
