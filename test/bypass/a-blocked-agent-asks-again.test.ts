import { afterAll, beforeAll, expect, it } from 'vitest';
import { previewRequest } from '#broker/delegation/preview-request.ts';
import { submitRequest } from '#broker/delegation/submit-request.ts';
import { readDelegation } from '#broker/delegation/visible.ts';
import type { ServiceId } from '#broker/ids.ts';
import { blockActor, listBlocked, unblockActor } from '#broker/session/block-actor.ts';
import { RESOURCE } from '#test/demo.ts';
import { type House, openHouse, READ } from '#test/house.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const mira = () => house.who('customer', 'mira');
const ana = () => house.who('support', 'ana');
const blocks = () => blockActor(house.context, { principal: mira(), actorId: ana().id });
const lifts = () => unblockActor(house.context, { principal: mira(), actorId: ana().id });

const wish = () => ({
  subject: mira().id,
  justification: 'The customer wrote that the settings look wrong.',
  authorizationDetails: [
    {
      type: 'delegation_session',
      actions: READ,
      locations: [RESOURCE],
      identifier: house.accountOf('mira'),
      purpose: { code: 'check-setting', ref: 'TCK-1042' },
      max_duration: 300,
    },
  ],
});

/** A service that an agent answers for, by id or by address. */
const serviceOf = (owner: string) => ({
  ...ana(),
  domain: 'service' as const,
  id: 'svc_helper' as ServiceId,
  clientId: 'svc_helper',
  person: undefined,
  roles: [],
  owner,
});

const refusedAs = async (asking: Promise<unknown>) => {
  const error = await asking.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toMatchObject({ code: 'policy_denied', status: 403 });
  return String(error);
};

it('is told what an agent is told of a customer whom nobody may open, and not that it is a block', async () => {
  await house.asks('ana', 'mira', READ);
  await blocks();
  const told = await refusedAs(house.asks('ana', 'mira', READ));
  expect(told).toBe(await refusedAs(house.asks('ana', 'olga', READ)));
  expect(told).not.toMatch(/block/i);
  const preview = await previewRequest(house.context, { principal: ana(), request: wish() });
  const ofOlga = await previewRequest(house.context, {
    principal: ana(),
    request: {
      ...wish(),
      subject: house.who('customer', 'olga').id,
      authorizationDetails: [{ ...wish().authorizationDetails[0], identifier: house.accountOf('olga') }],
    },
  });
  expect(preview.decision).toBe('deny');
  expect(preview.reasons).toEqual(ofOlga.reasons);
  expect(preview.obligations).toEqual(ofOlga.obligations);
  expect(preview.approvals).toEqual(ofOlga.approvals);
  expect(preview.actions.map(({ decision, reasons }) => ({ decision, reasons }))).toEqual(
    ofOlga.actions.map(({ decision, reasons }) => ({ decision, reasons })),
  );
  await lifts();
});

it('nor through a service that the agent answers for', async () => {
  const service = serviceOf(ana().id);
  const asked = await submitRequest(house.context, { principal: service, request: wish() });
  await blocks();
  const read = await readDelegation(house.context, { principal: service, id: asked.id });
  expect(read.state).toMatchObject({ status: 'denied', endedBy: { kind: 'customer' } });
  await refusedAs(submitRequest(house.context, { principal: service, request: wish() }));
  const other = serviceOf(house.who('support', 'ben').id);
  const ofBen = await submitRequest(house.context, { principal: other, request: wish() });
  expect(ofBen.state.status).toBe('pending');
  await lifts();
});

it('nor whoever answers for a service that was blocked, by themselves or through another one', async () => {
  const service = { ...serviceOf(ana().id), id: 'svc_desk' as ServiceId, clientId: 'svc_desk' };
  const byService = await submitRequest(house.context, { principal: service, request: wish() });
  const byAna = await house.asks('ana', 'mira', READ);
  const actorId = service.id;
  expect(await blockActor(house.context, { principal: mira(), actorId })).toMatchObject({
    delegationsEnded: 2,
  });
  for (const { id } of [byService, byAna]) {
    const { state } = await readDelegation(house.context, { principal: house.who('admin', 'tess'), id });
    expect(state.status).toBe('denied');
  }
  await refusedAs(house.asks('ana', 'mira', READ));
  const another = { ...service, id: 'svc_other_helper' as ServiceId, clientId: 'svc_other_helper' };
  await refusedAs(submitRequest(house.context, { principal: another, request: wish() }));
  expect((await house.asks('ben', 'mira', READ)).state.status).toBe('pending');
  await unblockActor(house.context, { principal: mira(), actorId });
});

it('what is open with the customer ends at once, pending or granted, and nothing of others', async () => {
  const pending = await house.asks('ana', 'mira', READ);
  const granted = await house.answers('mira', await house.asks('ana', 'mira', READ));
  const ofBen = await house.asks('ben', 'mira', READ);
  const ofNoel = await house.asks('ana', 'noel', READ);
  expect(await blocks()).toMatchObject({ delegationsEnded: 2, sessionsEnded: 0 });
  const status = async (id: string) =>
    (await readDelegation(house.context, { principal: house.who('admin', 'tess'), id })).state;
  expect(await status(pending.id)).toMatchObject({ status: 'denied', endedBy: { id: mira().id } });
  expect(await status(granted.id)).toMatchObject({ status: 'revoked', endedBy: { id: mira().id } });
  expect([(await status(ofBen.id)).status, (await status(ofNoel.id)).status]).toEqual(['pending', 'pending']);
  const types = (await house.entries(granted.id)).map(({ type }) => type);
  expect(types.at(-1)).toBe('delegation.revoked');
  expect(await house.entries()).toContainEqual(
    expect.objectContaining({ type: 'agent.blocked', actor: mira().id, target: ana().id }),
  );
  await lifts();
});

it('a request that is filed at the moment of the block is refused or ended, never left open', async () => {
  for (let round = 0; round < 20; round++) {
    await house.asks('ana', 'mira', READ);
    const [asked] = await Promise.allSettled([house.asks('ana', 'mira', READ), blocks()]);
    if (asked.status === 'fulfilled') {
      const { state } = await readDelegation(house.context, { principal: ana(), id: asked.value.id });
      expect(state.status).toBe('denied');
    } else expect(asked.reason).toMatchObject({ code: 'policy_denied' });
    await lifts();
  }
});

it('an emergency is held by no block, and ended by none', async () => {
  const eve = house.who('support', 'eve');
  await house.asks('eve', 'mira', READ);
  const before = await house.declares('eve', 'mira');
  await blockActor(house.context, { principal: mira(), actorId: eve.id });
  await refusedAs(house.asks('eve', 'mira', READ));
  const after = await house.declares('eve', 'mira');
  for (const { id } of [before, after])
    expect((await readDelegation(house.context, { principal: eve, id })).state.status).toBe('pending');
  await unblockActor(house.context, { principal: mira(), actorId: eve.id });
});

it('only who has asked can be blocked, only customers block, and a block is lifted once', async () => {
  const ben = house.who('support', 'ben').id;
  await expect(
    blockActor(house.context, { principal: house.who('customer', 'noel'), actorId: ben }),
  ).rejects.toMatchObject({ code: 'not_found' });
  await expect(
    blockActor(house.context, { principal: house.who('admin', 'tess'), actorId: ana().id }),
  ).rejects.toMatchObject({ code: 'wrong_domain' });
  await blocks();
  await blocks();
  expect(await listBlocked(house.context, mira())).toEqual([
    { id: ana().id, name: 'Ana Sorensen', blockedAt: house.clock.at },
  ]);
  await lifts();
  await expect(lifts()).rejects.toMatchObject({ code: 'not_found' });
  expect((await house.asks('ana', 'mira', READ)).state.status).toBe('pending');
});
