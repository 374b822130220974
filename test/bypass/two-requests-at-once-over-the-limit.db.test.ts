import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { endDelegation } from '#broker/delegation/end-delegation.ts';
import { testConfig } from '#test/demo.ts';
import { type House, openHouse, READ } from '#test/house.ts';
import { limited } from '#test/limits.ts';
import { rounds } from '#test/rounds.ts';

let house: House;
beforeAll(async () => {
  const limits = { open_per_agent: 3, open_per_customer: 2, cooldown_after_refusal_s: 0 };
  house = await openHouse(undefined, limited(testConfig().domains, limits));
});
afterAll(() => house.close());
beforeEach(() => house.clock.pass(25 * 3600));

const ROUNDS = rounds(20);

it('of two requests at the same moment that would be one too many for a customer, one is refused', async () => {
  for (let round = 0; round < ROUNDS; round++) {
    house.clock.pass(25 * 3600);
    await house.asks('ana', 'mira', READ);
    const settled = await Promise.allSettled([
      house.asks('ana', 'mira', READ),
      house.asks('ana', 'mira', READ),
    ]);
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(settled.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'too_many_open', status: 409, extra: { limit: 2, of: 'customer' } },
    });
  }
});

it('of two for different customers that would be one too many for the agent, one is refused', async () => {
  for (let round = 0; round < ROUNDS; round++) {
    house.clock.pass(25 * 3600);
    await house.asks('ana', 'mira', READ);
    await house.asks('ana', 'noel', READ);
    const settled = await Promise.allSettled([
      house.asks('ana', 'mira', READ),
      house.asks('ana', 'noel', READ),
    ]);
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(settled.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'too_many_open', extra: { limit: 3, of: 'agent' } },
    });
  }
});

it('what is taken back or has run out is no longer open, and a colleague has a count of their own', async () => {
  const first = await house.asks('ana', 'mira', READ);
  await house.asks('ana', 'mira', READ);
  await expect(house.asks('ana', 'mira', READ)).rejects.toMatchObject({ code: 'too_many_open' });
  await house.asks('ben', 'mira', READ);
  await endDelegation(house.context, { principal: house.who('support', 'ana'), id: first.id });
  await house.asks('ana', 'mira', READ);
  await expect(house.asks('ana', 'mira', READ)).rejects.toMatchObject({ code: 'too_many_open' });
  house.clock.pass(24 * 3600);
  await house.asks('ana', 'mira', READ);
});
