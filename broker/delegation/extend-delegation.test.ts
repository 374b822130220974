import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type House, openHouse, READ } from '#test/house.ts';
import type { Delegation } from './delegation.ts';
import { endDelegation } from './end-delegation.ts';
import { extendDelegation } from './extend-delegation.ts';
import { extensionsOf, readDelegation } from './visible.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());
beforeEach(() => house.clock.pass(25 * 3600));

const refusal = (code: string) => expect.objectContaining({ name: 'Refusal', code });
const granted = async () => house.answers('mira', await house.asks('ana', 'mira', READ));
const extend = (old: Delegation, by: 'ana' | 'ben' = 'ana', more: { authorizationDetails?: unknown } = {}) =>
  extendDelegation(house.context, {
    principal: house.who('support', by),
    extension: { id: old.id, justification: 'It takes longer than I thought.', ...more },
  });

it('files another request for the same, which is decided anew, while the old one stays as it is', async () => {
  const old = await granted();
  const more = await extend(old);
  expect(more).toMatchObject({ extends: old.id, state: { status: 'pending' }, requested: old.effective });
  expect(more.detailsHash).not.toBe(old.detailsHash);
  const principal = house.who('support', 'ana');
  const read = await readDelegation(house.context, { principal, id: old.id });
  expect(read).toMatchObject({ state: old.state, changes: old.changes });
  expect(await house.entries(more.id)).toMatchObject([{ type: 'delegation.requested', target: old.id }]);
  const yes = await house.answers('mira', more);
  expect(yes.state.status).toBe('granted');
  expect((await extensionsOf(house.context, old.id)).map(({ id }) => id)).toEqual([more.id]);
});

it('may ask for less, and what a signer took out of the old one is not asked again', async () => {
  const asked = await house.asks('ana', 'mira', READ);
  const narrowed = asked.requested.map((item) => ({ ...item, actions: READ.slice(0, 1), max_duration: 300 }));
  const old = await house.answers('mira', asked, 'give', { narrowed });
  expect((await extend(old)).requested).toEqual(narrowed);
});

it('is asked once at a time, and again after the answer', async () => {
  const old = await granted();
  const settled = await Promise.allSettled([extend(old), extend(old)]);
  expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(settled.find(({ status }) => status === 'rejected')).toMatchObject({
    reason: { code: 'extension_open' },
  });
  const [open] = await extensionsOf(house.context, old.id);
  if (!open) throw new Error('None is open.');
  await house.answers('mira', open, 'refuse');
  expect((await extend(old)).state.status).toBe('pending');
});

it('goes on from what is granted and one’s own', async () => {
  await expect(extend(await house.asks('ana', 'mira', READ))).rejects.toThrow(refusal('not_granted'));
  const old = await granted();
  await expect(extend(old, 'ben')).rejects.toThrow(refusal('not_found'));
  await endDelegation(house.context, { principal: house.who('support', 'ana'), id: old.id });
  await expect(extend(old)).rejects.toThrow(refusal('not_granted'));
});

it.each(['admin', 'customer'] as const)('is nothing for the %s domain', async (domain) => {
  const old = await granted();
  const principal = house.who(domain, domain === 'admin' ? 'tess' : 'mira');
  const extension = { id: old.id, justification: 'It takes longer than I thought.' };
  await expect(extendDelegation(house.context, { principal, extension })).rejects.toThrow(
    refusal('wrong_domain'),
  );
});
