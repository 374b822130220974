import { afterAll, beforeAll, expect, it } from 'vitest';
import { extendDelegation } from '#broker/delegation/extend-delegation.ts';
import type { Principal } from '#broker/identity/principal.ts';
import { type House, openHouse, READ } from '#test/house.ts';
import { closeTicket, reopenTicket } from './close-ticket.ts';

let house: House;
let desk: Principal;
beforeAll(async () => {
  house = await openHouse();
  desk = { ...house.who('support', 'ana'), domain: 'service', id: 'svc_desk' };
});
afterAll(() => house.close());

const refusal = (code: string) => expect.objectContaining({ name: 'Refusal', code });
const on = (ref: string) => ({ purpose: { code: 'check-setting', ref } });
const closes = (ref: string, principal = desk) => closeTicket(house.context, { principal, ref });
const reopens = (ref: string, principal = desk) => reopenTicket(house.context, { principal, ref });
const said = async (from = 0) =>
  (await house.entries())
    .slice(from)
    .filter(({ type }) => String(type).startsWith('ticket.'))
    .map(({ type, actor }) => `${type} ${actor}`);

it('what stands on a ticket ends when it is closed, and nothing more is asked for it', async () => {
  const pending = await house.asks('ana', 'mira', READ, on('TCK-1'));
  const granted = await house.answers('mira', await house.asks('ben', 'mira', READ, on('TCK-1')));
  expect(granted.state.status).toBe('granted');
  expect(await closes('TCK-1')).toEqual({ delegationsEnded: 2, sessionsEnded: 0 });
  for (const { id } of [pending, granted])
    expect(
      (await house.entries(id)).find(({ facts }) => JSON.stringify(facts).includes('"by"')),
    ).toMatchObject({ facts: { by: 'signal' } });
  await expect(house.asks('ana', 'mira', READ, on('TCK-1'))).rejects.toMatchObject({
    code: 'ticket_closed',
    message: expect.stringContaining('TCK-1 is closed'),
    extra: { ref: 'TCK-1' },
  });
  expect(await closes('TCK-1')).toEqual({ delegationsEnded: 0, sessionsEnded: 0 });
  expect(await said()).toEqual(['ticket.closed svc_desk', 'ticket.closed svc_desk']);
});

it('a ticket that nobody had asked for is closed as well', async () => {
  await closes('TCK-2');
  await expect(house.asks('ana', 'mira', READ, on('TCK-2'))).rejects.toThrow(refusal('ticket_closed'));
  await house.asks('ana', 'mira', READ, on('TCK-20'));
});

it('reopened it can be asked for again; what ended stays ended, and saying it twice changes nothing', async () => {
  const from = (await house.entries()).length;
  const before = await house.answers('mira', await house.asks('ana', 'mira', READ, on('TCK-3')));
  await closes('TCK-3');
  await reopens('TCK-3');
  await reopens('TCK-3');
  expect(await said(from)).toEqual(['ticket.closed svc_desk', 'ticket.reopened svc_desk']);
  expect((await house.asks('ana', 'mira', READ, on('TCK-3'))).state.status).toBe('pending');
  const longer = { id: before.id, justification: 'The customer is still on the telephone.' };
  const attempt = extendDelegation(house.context, {
    principal: house.who('support', 'ana'),
    extension: longer,
  });
  await expect(attempt).rejects.toThrow(refusal('not_granted'));
});

it('only a service closes or reopens', async () => {
  await closes('TCK-4');
  for (const principal of [
    house.who('support', 'ana'),
    house.who('admin', 'tess'),
    house.who('customer', 'mira'),
  ]) {
    await expect(closes('TCK-5', principal)).rejects.toThrow(refusal('wrong_domain'));
    await expect(reopens('TCK-4', principal)).rejects.toThrow(refusal('wrong_domain'));
  }
  await house.asks('ana', 'mira', READ, on('TCK-5'));
  await expect(house.asks('ana', 'mira', READ, on('TCK-4'))).rejects.toThrow(refusal('ticket_closed'));
});
