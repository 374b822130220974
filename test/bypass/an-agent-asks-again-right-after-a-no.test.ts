import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { submitRequest } from '#broker/delegation/submit-request.ts';
import type { ServiceId } from '#broker/ids.ts';
import { RESOURCE, testConfig } from '#test/demo.ts';
import { type House, openHouse, READ, WRITE } from '#test/house.ts';
import { limited } from '#test/limits.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse(undefined, limited(testConfig().domains, { cooldown_after_refusal_s: 600 }));
});
afterAll(() => house.close());
beforeEach(() => house.clock.pass(3600));

const cooling = { code: 'cooling_down', status: 429, headers: { 'retry-after': '600' } };

it("after the customer's no the same is not asked again, nor more than it, until the time is over", async () => {
  await house.answers('mira', await house.asks('ana', 'mira', READ), 'refuse');
  const before = (await house.entries()).length;
  await expect(house.asks('ana', 'mira', READ)).rejects.toMatchObject(cooling);
  await expect(house.asks('ana', 'mira', [...READ, 'accounts:invoice.read'])).rejects.toMatchObject(cooling);
  expect((await house.entries()).length).toBe(before);
  house.clock.pass(599);
  await expect(house.asks('ana', 'mira', READ)).rejects.toMatchObject({ code: 'cooling_down' });
  house.clock.pass(1);
  expect((await house.asks('ana', 'mira', READ)).state.status).toBe('pending');
});

it("after an approver's no likewise", async () => {
  await house.reviews('tess', await house.asks('ana', 'mira', WRITE), 'deny', { comment: 'No.' });
  await expect(house.asks('ana', 'mira', WRITE)).rejects.toMatchObject(cooling);
});

/** By a service that this agent answers for. */
const asksBy = (owner: string) =>
  submitRequest(house.context, {
    principal: {
      ...house.who('support', owner),
      domain: 'service',
      id: 'svc_helper' as ServiceId,
      clientId: 'svc_helper',
      person: undefined,
      roles: [],
      owner: house.who('support', owner).id,
    },
    request: {
      subject: house.who('customer', 'mira').id,
      justification: 'The customer wrote that the settings look wrong.',
      authorizationDetails: [
        {
          type: 'delegation_session',
          actions: READ,
          locations: [RESOURCE],
          identifier: house.accountOf('mira'),
          purpose: { code: 'check-setting', ref: 'TCK-1042' },
          max_duration: 600,
        },
      ],
    },
  });

it('nor through a service that the agent answers for, nor by the agent after a no to the service', async () => {
  await house.answers('mira', await house.asks('ana', 'mira', READ), 'refuse');
  await expect(asksBy('ana')).rejects.toMatchObject(cooling);
  house.clock.pass(601);
  await house.answers('mira', await asksBy('ana'), 'refuse');
  await expect(house.asks('ana', 'mira', READ)).rejects.toMatchObject(cooling);
  expect((await house.asks('ben', 'mira', READ)).state.status).toBe('pending');
});

it('a colleague may ask, for another customer it may be asked, and so may something else', async () => {
  await house.answers('mira', await house.asks('ana', 'mira', READ), 'refuse');
  for (const asked of [
    house.asks('ben', 'mira', READ),
    house.asks('ana', 'noel', READ),
    house.asks('ana', 'mira', ['accounts:profile.read']),
    house.asks('ana', 'mira', ['accounts:invoice.read']),
  ])
    expect((await asked).state.status).toBe('pending');
});

it('what ran out of time or was taken back was no refusal', async () => {
  await house.asks('ana', 'mira', READ);
  house.clock.pass(24 * 3600);
  expect((await house.asks('ana', 'mira', READ)).state.status).toBe('pending');
});
