import { afterAll, beforeAll, expect, it } from 'vitest';
import { insertInto } from '#broker/db/build.ts';
import type { Delegation } from '#broker/delegation/delegation.ts';
import { extendDelegation } from '#broker/delegation/extend-delegation.ts';
import { previewRequest } from '#broker/delegation/preview-request.ts';
import { tickets } from '#broker/delegation/tables.ts';
import { readDelegation } from '#broker/delegation/visible.ts';
import type { Principal } from '#broker/identity/principal.ts';
import { closeTicket } from '#broker/session/close-ticket.ts';
import { type House, openHouse, READ, WRITE } from '#test/house.ts';
import { rounds } from '#test/rounds.ts';

const ROUNDS = rounds(200);
let house: House;
let desk: Principal;
beforeAll(async () => {
  house = await openHouse();
  desk = { ...house.who('support', 'ana'), domain: 'service', id: 'svc_desk' };
});
afterAll(() => house.close());

const ticketClosed = expect.objectContaining({ name: 'Refusal', code: 'ticket_closed' });
const on = (ref: string) => ({ purpose: { code: 'check-setting', ref } });
const closes = (ref: string) => closeTicket(house.context, { principal: desk, ref });
const statusOf = async ({ id }: Pick<Delegation, 'id'>) =>
  (await readDelegation(house.context, { principal: house.who('admin', 'tess'), id })).state.status;
/** Closed, and the request not ended yet: what a broker that stops in between leaves. */
const closedOnly = (ref: string) =>
  house.database.run(
    insertInto(tickets)
      .values({ ref, closedAt: house.clock.at })
      .onConflictDoUpdate({
        target: tickets.ref,
        set: { closedAt: house.clock.at },
      }),
  );

it('neither asked, previewed nor declared as an emergency', async () => {
  await closes('TCK-1');
  await expect(house.asks('ana', 'mira', READ, on('TCK-1'))).rejects.toThrow(ticketClosed);
  await expect(house.declares('eve', 'mira', on('TCK-1'))).rejects.toThrow(ticketClosed);
  const { subjectId, requested } = await house.asks('ana', 'mira', READ, on('TCK-2'));
  const request = { subject: subjectId, authorizationDetails: requested };
  const looks = () => previewRequest(house.context, { principal: house.who('support', 'ana'), request });
  expect((await looks()).decision).toBe('allow');
  await closes('TCK-2');
  await expect(looks()).rejects.toThrow(ticketClosed);
});

it('nor is more time asked for what still stands', async () => {
  const granted = await house.answers('mira', await house.asks('ana', 'mira', READ, on('TCK-3')));
  await closedOnly('TCK-3');
  const extension = { id: granted.id, justification: 'The customer is still on the telephone.' };
  const attempt = extendDelegation(house.context, { principal: house.who('support', 'ana'), extension });
  await expect(attempt).rejects.toThrow(ticketClosed);
});

it('a request that was filed before is neither approved nor consented to, but can be denied', async () => {
  const [read, write] = [
    await house.asks('ana', 'mira', READ, on('TCK-4')),
    await house.asks('ana', 'mira', WRITE, on('TCK-4')),
  ];
  await closedOnly('TCK-4');
  await expect(house.answers('mira', read)).rejects.toThrow(ticketClosed);
  await expect(house.reviews('tess', write)).rejects.toThrow(ticketClosed);
  expect([await statusOf(read), await statusOf(write)]).toEqual(['pending', 'pending']);
  await house.answers('mira', read, 'refuse');
  await house.reviews('tess', write, 'deny', { comment: 'Its ticket is closed.' });
  expect([await statusOf(read), await statusOf(write)]).toEqual(['denied', 'denied']);
});

it(`${ROUNDS} times consenting against closing: nothing stands afterwards`, {
  timeout: 120_000,
}, async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const ref = `RACE-${round}`;
    const asked = await house.asks('ana', 'mira', READ, on(ref));
    const [given, closed] = await Promise.allSettled([house.answers('mira', asked), closes(ref)]);
    expect(closed).toMatchObject({ status: 'fulfilled', value: { delegationsEnded: 1 } });
    expect(await statusOf(asked)).toBe(given.status === 'fulfilled' ? 'revoked' : 'denied');
    const types = (await house.entries(asked.id)).map(({ type }) => type);
    expect(types.includes('delegation.granted')).toBe(given.status === 'fulfilled');
  }
});

it(`${ROUNDS} times filing against closing: refused, or ended with the rest`, {
  timeout: 120_000,
}, async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const ref = `FILE-${round}`;
    const [filed, closed] = await Promise.allSettled([house.asks('ana', 'mira', READ, on(ref)), closes(ref)]);
    if (closed.status === 'rejected') throw closed.reason;
    if (filed.status === 'fulfilled') expect(await statusOf(filed.value)).toBe('denied');
    else expect(filed.reason).toMatchObject({ code: 'ticket_closed' });
    expect(closed.value.delegationsEnded).toBe(filed.status === 'fulfilled' ? 1 : 0);
  }
});
