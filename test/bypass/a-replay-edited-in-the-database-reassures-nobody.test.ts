import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { ensurePolicyVersion } from '#broker/governance/ensure-policy-version.ts';
import type { Proposal } from '#broker/governance/proposal.ts';
import { listReplays } from '#broker/governance/replays/read-replays.ts';
import { claimReplay, runReplay } from '#broker/governance/replays/run-replay.ts';
import { startReplay } from '#broker/governance/replays/start-replay.ts';
import { type House, openHouse, READ } from '#test/house.ts';
import { harmless, proposes, withoutReading } from '#test/policy-drafts.ts';
import { attacker } from '#test/tamper.ts';

let house: House;
let intruder: ReturnType<typeof attacker>;
let closing: Proposal;
let replay: string;
beforeAll(async () => {
  house = await openHouse();
  intruder = attacker(house);
  await ensurePolicyVersion(house.context, house.context.policy.bundle);
  await house.asks('ana', 'mira', READ);
  closing = await proposes(house, 'pia', withoutReading());
  replay = await replays(closing);
});
beforeEach(() => house.clock.pass(1));
afterAll(() => house.close());

async function replays({ id }: Proposal): Promise<string> {
  const started = await startReplay(house.context, { principal: house.who('admin', 'pia'), id, days: 7 });
  const claim = await claimReplay(house.context);
  if (claim) await runReplay(house.context, claim);
  return started.id;
}

async function shown({ id }: Proposal) {
  const principal = house.who('admin', 'pat');
  return (await listReplays(house.context, { principal, id, limit: 1 })).items[0]?.state;
}

const forged = { status: 'failed', why: expect.stringContaining('was not written by a broker') };

it('a result that was made to say that nothing changes is shown to nobody', async () => {
  const row = await intruder.copy('policy_replays', replay);
  const honest = await shown(closing);
  expect(honest).toMatchObject({ status: 'done', result: { decisions: { loses: 1 } } });
  if (honest?.status !== 'done') throw new Error('It is not done.');
  const nothing = { gains: 0, loses: 0, needsMore: 0, unchanged: 1 };
  const result = { ...honest.result, decisions: nothing, loses: { items: [], more: 0 } };
  await intruder.set('policy_replays', replay, { result });
  expect(await shown(closing)).toMatchObject(forged);
  await intruder.putBack('policy_replays', row);
  expect(await shown(closing)).toEqual(honest);
});

it('nor is the result of another proposal that changes nothing', async () => {
  const other = await replays(await proposes(house, 'pat', harmless(1)));
  const row = await intruder.copy('policy_replays', other);
  await intruder.insert('policy_replays', row, {
    id: 'rpl_zzzzzzzzzzzzzzzzzzzzzzzzzz',
    proposal: closing.id,
    version: closing.version,
  });
  expect(await shown(closing)).toMatchObject(forged);
});
