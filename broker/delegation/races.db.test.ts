import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type House, openHouse, READ, SENSITIVE, WRITE } from '#test/house.ts';
import { openRace } from '#test/race.ts';
import { rounds } from '#test/rounds.ts';
import { answerConsent } from './answer-consent.ts';
import { buildStatement } from './build-statement.ts';
import { endDelegation } from './end-delegation.ts';
import { expireDue } from './expire-due.ts';
import { later } from './lifecycle.ts';
import { readDelegation } from './visible.ts';

const ROUNDS = rounds(200);
let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const isFulfilled = ({ status }: PromiseSettledResult<unknown>) => status === 'fulfilled';

/** Whoever loses is refused, in words. */
function expectRefusals(settled: readonly PromiseSettledResult<unknown>[]) {
  for (const one of settled)
    if (one.status === 'rejected') expect(one.reason).toMatchObject({ name: 'Refusal' });
}

/** The stored state, the log's own account of it, and that nobody wrote twice. */
async function outcome(id: string): Promise<string> {
  const { state } = await readDelegation(house.context, { principal: house.who('admin', 'tess'), id });
  const types = (await house.entries(id)).map(({ type }) => String(type));
  expect(new Set(types).size).toBe(types.length);
  const ends = types.filter((type) => /^delegation\.(granted|withdrawn|expired|denied)$|refused$/.test(type));
  expect(ends.length).toBeLessThanOrEqual(1);
  return `${state.status}: ${types.slice(1).join(' ')}`;
}

describe(`${ROUNDS} races each: one outcome, and the log says the same`, { timeout: 120_000 }, () => {
  it('approve against deny', async () => {
    const race = openRace();
    for (let round = 0; round < ROUNDS; round++) {
      const asked = await house.asks('ana', 'mira', WRITE);
      const settled = await race.run(
        () => house.reviews('tess', asked),
        () => house.reviews('cleo', asked, 'deny', { comment: 'No.' }),
      );
      expectRefusals(settled);
      const won = settled.map(isFulfilled);
      const ended = await outcome(asked.id);
      // A yes that came first leaves the request pending, and then the no still counts.
      if (won[0] && won[1]) expect(ended).toBe('denied: approval.given approval.refused');
      else if (won[1]) expect(ended).toBe('denied: approval.refused');
      else expect(ended).toBe('pending: approval.given');
      expect(won[0] || won[1]).toBe(true);
    }
    race.expectEither();
  });

  it('the last approval against withdrawing', async () => {
    const race = openRace();
    for (let round = 0; round < ROUNDS; round++) {
      const asked = await house.asks('ana', 'mira', WRITE);
      const principal = house.who('support', 'ana');
      const settled = await race.run(
        () => house.reviews('tess', asked),
        () => endDelegation(house.context, { principal, id: asked.id }),
      );
      expectRefusals(settled);
      const won = settled.map(isFulfilled);
      expect(won[1]).toBe(true);
      expect(await outcome(asked.id)).toBe(
        won[0] ? 'withdrawn: approval.given delegation.withdrawn' : 'withdrawn: delegation.withdrawn',
      );
    }
    race.expectEither();
  });

  it('consent against expiry', async () => {
    const race = openRace();
    for (let round = 0; round < ROUNDS; round++) {
      const asked = await house.asks('ana', 'mira', READ);
      const principal = house.who('customer', 'mira');
      const justBefore = house.contextAt(later(asked.clocks.decideBy, -0.001));
      const statement = { kind: 'consent', target: asked.id, decision: 'give' } as const;
      const built = await buildStatement(justBefore, { principal, statement });
      const signed = { statement: built.statement, nonce: built.nonce, method: 'session' as const };
      const [given, swept] = await race.run(
        () => answerConsent(justBefore, { principal, answer: { id: asked.id, decision: 'give', signed } }),
        () => expireDue(house.contextAt(asked.clocks.decideBy)),
      );
      expect(swept.status).toBe('fulfilled');
      const ended = await outcome(asked.id);
      if (given.status === 'fulfilled') expect(ended).toBe('granted: consent.given delegation.granted');
      else {
        expect(given.reason).toMatchObject({ name: 'Refusal' });
        expect(ended).toBe('expired: delegation.expired');
      }
    }
    race.expectEither();
  });

  it('two approvals of one stage: both signatures are kept, or the later is refused, and nothing is lost', async () => {
    const race = openRace();
    for (let round = 0; round < ROUNDS; round++) {
      const asked = await house.asks('ana', 'mira', SENSITIVE);
      await house.reviews('tess', asked);
      const settled = await race.run(
        () => house.reviews('sam', asked),
        () => house.reviews('sol', asked),
      );
      expectRefusals(settled);
      const won = settled.map(isFulfilled);
      expect(won.filter(Boolean)).toHaveLength(1);
      const read = await readDelegation(house.context, {
        principal: house.who('admin', 'tess'),
        id: asked.id,
      });
      expect(read.reviews).toHaveLength(2);
    }
    race.expectEither();
  });
});
