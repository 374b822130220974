import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { startSweep } from '#broker/followers/sweep.ts';
import { replayRecorded } from '#broker/governance/replay-recorded.ts';
import { type House, openHouse, READ } from '#test/house.ts';
import { forgetDecisions } from './forget-decisions.ts';
import { pageOfDecisions } from './store.ts';

const DAY = 86_400;
let house: House;
beforeEach(async () => {
  house = await openHouse();
});
afterEach(() => house.close());

const kept = async () => (await pageOfDecisions(house.context.reader, { limit: 100 })).map(({ id }) => id);
const keeping = (decisionDays: number) => ({
  ...house.context,
  config: { ...house.context.config, decisionDays },
});
const asks = async (times: number) => {
  for (let asked = 0; asked < times; asked++) await house.asks('ana', 'mira', READ);
};

it('what is older than is kept goes, in batches, and what is not stays to the instant', async () => {
  await asks(5);
  house.clock.pass(400 * DAY);
  await asks(2);
  const all = await kept();
  expect(all).toHaveLength(7);
  expect(await forgetDecisions(house.context)).toBe(0);
  house.clock.pass(0.001);
  expect(await forgetDecisions(house.context, 2)).toBe(5);
  expect(await kept()).toEqual(all.slice(5));
  expect(await forgetDecisions(house.context)).toBe(0);
});

it('one round removes no more than twenty batches; the next goes on', async () => {
  await asks(22);
  house.clock.pass(401 * DAY);
  expect(await forgetDecisions(house.context, 1)).toBe(20);
  expect(await forgetDecisions(house.context, 1)).toBe(2);
});

it('a replay of the last thirty days is untouched, however little is kept', async () => {
  await asks(1);
  house.clock.pass(5 * DAY);
  await asks(3);
  house.clock.pass(30 * DAY);
  const since = new Date(house.clock.at.getTime() - 30 * DAY * 1000);
  const input = { principal: house.who('admin', 'audra'), since };
  const before = await replayRecorded(house.context, input);
  expect(before.decisions).toMatchObject({ unchanged: 3 });
  expect(await forgetDecisions(keeping(31))).toBe(1);
  expect((await replayRecorded(house.context, input)).decisions).toEqual(before.decisions);
});

it('the sweep does it', async () => {
  await asks(2);
  house.clock.pass(401 * DAY);
  const sweep = startSweep(house.services);
  await vi.waitFor(async () => expect(await kept()).toEqual([]), { timeout: 10_000 });
  await sweep.stop();
});
