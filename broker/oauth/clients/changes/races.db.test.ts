import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { decidesChange, proposesChange, registers, signsChange } from '#test/client-changes.ts';
import { type House, openHouse } from '#test/house.ts';
import { rounds } from '#test/rounds.ts';
import { readClient } from '../registered.ts';
import { shutOutClient } from '../shut-out-client.ts';
import { clientChanges } from '../tables.ts';
import { acceptChange } from './accept-change.ts';
import type { ClientChange } from './client-change.ts';
import { rejectChange } from './reject-change.ts';
import { withdrawChange } from './withdraw-change.ts';

const ROUNDS = rounds(process.env.COUNTERSIGN_NIGHTLY === 'true' ? 200 : 12);
const WIDER = ['delegation.request', 'delegation.run'];
const OTHER = ['delegation.request', 'tickets.write'];
let house: House;
let id: `svc_${string}`;
let n = 0;
beforeAll(async () => {
  house = await openHouse();
  for (const login of ['max', 'edda']) await house.enrolled('admin', login);
}, 240_000);
beforeEach(() => house.clock.pass(60));
afterAll(() => house.close());

const max = () => house.who('admin', 'max');
const edda = () => house.who('admin', 'edda');

/** Starts both, one of them up to some milliseconds late, so that every interleaving comes up. */
function race<A, B>(one: () => Promise<A>, other: () => Promise<B>) {
  const late = () => new Promise((resolve) => setTimeout(resolve, Math.random() * 6));
  return Promise.allSettled([late().then(one), late().then(other)]);
}

/** Everything but the deciding write done before: what races is the write. */
async function accepting(login: 'max' | 'edda', change: ClientChange) {
  const principal = house.who('admin', login);
  const signed = await signsChange(house, principal, change.id);
  return () => acceptChange(house.context, { principal, id: change.id, comment: 'Looked at it.', signed });
}

const scopes = async () => (await readClient(house.context, id)).row.scopes;
const statusOf = async (change: ClientChange) =>
  (
    await house.database.handle
      .select({ status: clientChanges.status })
      .from(clientChanges)
      .where(eq(clientChanges.id, change.id))
  )[0]?.status;
const logged = async (type: string) =>
  (await house.entries()).filter((one) => one.type === type && one.target === id).length;
const won = (settled: PromiseSettledResult<unknown>[]) => settled.map(({ status }) => status === 'fulfilled');

describe(`${ROUNDS} races each: one outcome, and the log says the same`, { timeout: 900_000 }, () => {
  const each = async (round: () => Promise<void>) => {
    for (let done = 0; done < ROUNDS; done++) {
      id = `svc_jobs_${++n}`;
      await registers(house, id);
      await round();
    }
  };

  it('two persons accept each other’s change of one client: it becomes one of the two', () =>
    each(async () => {
      const mine = await proposesChange(house, 'max', id, { scopes: WIDER });
      const theirs = await proposesChange(house, 'edda', id, { scopes: OTHER });
      const settled = await race(await accepting('edda', mine), await accepting('max', theirs));
      const [first] = won(settled);
      expect(won(settled).filter(Boolean)).toHaveLength(1);
      for (const one of settled)
        if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'client_moved' });
      expect(await scopes()).toEqual(first ? WIDER : OTHER);
      expect(await statusOf(first ? theirs : mine)).toBe('open');
      expect(await logged('client.changed')).toBe(1);
    }));

  it('one person accepts, and rejects beside it or the proposer takes it back: one of them counts', () =>
    each(async () => {
      const change = await proposesChange(house, 'max', id, { scopes: WIDER });
      const accept = await accepting('edda', change);
      const signed = await signsChange(house, edda(), change.id, 'reject', 'No.');
      const against = n % 2 ? withdrawal(change) : refusal(change, signed);
      const settled = await race(accept, against);
      const [accepted] = won(settled);
      expect(won(settled).filter(Boolean)).toHaveLength(1);
      expect(await scopes()).toEqual(accepted ? WIDER : ['delegation.request']);
      expect(await logged('client.changed')).toBe(accepted ? 1 : 0);
    }));

  const withdrawal =
    ({ id: target }: ClientChange) =>
    () =>
      withdrawChange(house.context, { principal: max(), id: target });
  const refusal = (change: ClientChange, signed: Awaited<ReturnType<typeof signsChange>>) => () =>
    rejectChange(house.context, { principal: edda(), id: change.id, comment: 'No.', signed });

  it('one person accepts while the client is shut out: it is out', () =>
    each(async () => {
      const change = await proposesChange(house, 'max', id, { scopes: WIDER });
      const accept = await accepting('edda', change);
      const settled = await race(accept, () => shutOutClient(house.context, max(), id, 'Its key leaked.'));
      expect(settled[1].status).toBe('fulfilled');
      expect((await readClient(house.context, id)).row).toMatchObject({ shutOut: true, seal: null });
      if (settled[0].status === 'rejected') expect(settled[0].reason).toMatchObject({ code: 'client_moved' });
    }));

  it('a change is accepted twice at once: once', () =>
    each(async () => {
      const change = await proposesChange(house, 'max', id, { scopes: WIDER });
      const settled = await race(await accepting('edda', change), await accepting('edda', change));
      expect(won(settled).filter(Boolean)).toHaveLength(1);
      expect(await logged('client.changed')).toBe(1);
      await expect(decidesChange(house, 'edda', change)).rejects.toMatchObject({ code: 'not_open' });
    }));
});
