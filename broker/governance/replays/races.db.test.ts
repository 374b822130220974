import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type House, openHouse } from '#test/house.ts';
import { harmless, proposes } from '#test/policy-drafts.ts';
import { rounds } from '#test/rounds.ts';
import { ensurePolicyVersion } from '../ensure-policy-version.ts';
import { withdrawProposal } from '../withdraw-proposal.ts';
import { listReplays } from './read-replays.ts';
import { claimReplay, runReplay } from './run-replay.ts';
import { startReplay } from './start-replay.ts';

const ROUNDS = rounds(process.env.COUNTERSIGN_NIGHTLY === 'true' ? 200 : 24);
let house: House;
let n = 0;
beforeAll(async () => {
  house = await openHouse();
  await ensurePolicyVersion(house.context, house.context.policy.bundle);
}, 240_000);
afterAll(() => house.close());

const pia = () => house.who('admin', 'pia');
const pat = () => house.who('admin', 'pat');
const kept = async (id: string) =>
  (await listReplays(house.context, { principal: pia(), id, limit: 10 })).items;
const replayed = async () => (await house.entries()).filter(({ type }) => type === 'policy.replayed').length;

/** Starts both, one of them up to some milliseconds late, so that every interleaving comes up. */
function race<A, B>(one: () => Promise<A>, other: () => Promise<B>) {
  const late = () => new Promise((resolve) => setTimeout(resolve, Math.random() * 4));
  return Promise.allSettled([late().then(one), late().then(other)]);
}

describe(`${ROUNDS} races each: one outcome, and the log says the same`, { timeout: 900_000 }, () => {
  it('two start a replay, two brokers claim it: one runs, and once', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const { id } = await proposes(house, 'pia', harmless(++n));
      const before = await replayed();
      const starting = (principal: ReturnType<typeof pia>) => () =>
        startReplay(house.context, { principal, id, days: 1 });
      const started = await race(starting(pia()), starting(pat()));
      expect(started.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      for (const one of started)
        if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'replay_running' });

      const claims = await race(
        () => claimReplay(house.context),
        () => claimReplay(house.context),
      );
      const mine = claims.flatMap((one) => (one.status === 'fulfilled' && one.value ? [one.value] : []));
      expect(mine).toHaveLength(1);
      for (const claim of mine)
        await race(
          () => runReplay(house.context, claim),
          () => runReplay(house.context, claim),
        );
      expect(await kept(id)).toMatchObject([{ state: { status: 'done' } }]);
      expect(await replayed()).toBe(before + 1);
      await withdrawProposal(house.context, { principal: pia(), id });
    }
  });

  it('one starts it while the other takes the proposal back: after that nothing is started', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const { id } = await proposes(house, 'pia', harmless(++n));
      const [started, withdrawn] = await race(
        () => startReplay(house.context, { principal: pat(), id, days: 1 }),
        () => withdrawProposal(house.context, { principal: pia(), id }),
      );
      expect(withdrawn.status).toBe('fulfilled');
      if (started.status === 'rejected') expect(started.reason).toMatchObject({ code: 'not_open' });
      expect(await kept(id)).toHaveLength(started.status === 'fulfilled' ? 1 : 0);
      const claim = await claimReplay(house.context);
      if (claim) await runReplay(house.context, claim);
    }
  });
});
