import { eq, sql } from 'drizzle-orm';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { insertInto, update } from '#broker/db/build.ts';
import type { Delegation } from '#broker/delegation/delegation.ts';
import { blocks, delegations, tickets } from '#broker/delegation/tables.ts';
import { readDelegation } from '#broker/delegation/visible.ts';
import { startSweep } from '#broker/followers/sweep.ts';
import type { Principal } from '#broker/identity/principal.ts';
import { type House, openHouse, READ } from '#test/house.ts';
import { blockActor } from './block-actor.ts';
import { closeTicket, reopenTicket } from './close-ticket.ts';
import { finishEnds } from './finish-ends.ts';

let house: House;
let desk: Principal;
beforeEach(async () => {
  house = await openHouse();
  desk = { ...house.who('support', 'ana'), domain: 'service', id: 'svc_desk' };
});
afterEach(() => house.close());

const on = (ref: string) => ({ purpose: { code: 'check-setting', ref } });
const asks = (ref = 'TCK-1') => house.asks('ana', 'mira', READ, on(ref));
const granted = async (ref = 'TCK-1') => house.answers('mira', await asks(ref));
const stateOf = async ({ id }: Delegation) =>
  (await readDelegation(house.context, { principal: house.who('admin', 'tess'), id })).state;
const reopens = () => reopenTicket(house.context, { principal: desk, ref: 'TCK-1' });

/** What a broker leaves that is killed after it has recorded the closing, and before it ended anything. */
const closedOnly = (ref = 'TCK-1') =>
  house.database.run(
    update(tickets).set({ closedAt: house.clock.at, closedById: desk.id }).where(eq(tickets.ref, ref)),
  );
const blockedOnly = () =>
  house.database.run(
    insertInto(blocks).values({
      customerId: house.who('customer', 'mira').id,
      actorId: house.who('support', 'ana').id,
      blockedAt: house.clock.at,
    }),
  );

/** As many as fit into one write, newer than all others, whose time is up before anybody has written that down. */
async function lapsedBefore(one: Delegation): Promise<void> {
  const copies = sql`insert into delegations
    select copied.* from delegations original,
      generate_series(1, 500) number,
      jsonb_populate_record(null::delegations, to_jsonb(original)
        || jsonb_build_object('id', 'dlg_z' || lpad(number::text, 5, '0'),
          'decide_by', ${house.clock.at.toISOString()}::text)) copied
    where original.id = ${one.id}`;
  await house.database.run(copies);
  house.clock.pass(1);
}

it('a ticket is closed past 500 requests whose time was up', async () => {
  const asked = await asks();
  const stands = await granted();
  await lapsedBefore(asked);
  const closed = await closeTicket(house.context, { principal: desk, ref: 'TCK-1' });
  expect(closed).toEqual({ delegationsEnded: 2, sessionsEnded: 0 });
  expect([(await stateOf(asked)).status, (await stateOf(stands)).status]).toEqual(['denied', 'revoked']);
});

it('an agent is blocked past 500 requests whose time was up', async () => {
  const asked = await asks();
  await lapsedBefore(asked);
  const actorId = house.who('support', 'ana').id;
  const blocked = await blockActor(house.context, { principal: house.who('customer', 'mira'), actorId });
  expect(blocked).toEqual({ delegationsEnded: 1, sessionsEnded: 0 });
  expect((await stateOf(asked)).status).toBe('denied');
});

it('what a broker left open that stopped while closing a ticket is ended by another', async () => {
  const stands = await granted();
  const other = await granted('TCK-2');
  await closedOnly();
  house.clock.pass(6);
  expect(await finishEnds(house.context)).toBe(1);
  expect(await stateOf(stands)).toMatchObject({
    status: 'revoked',
    endedBy: { kind: 'signal' },
    reason: 'Ticket TCK-1 was closed.',
  });
  expect((await house.entries(stands.id)).at(-1)).toMatchObject({
    type: 'delegation.revoked',
    facts: { by: 'signal' },
  });
  expect((await stateOf(other)).status).toBe('granted');
  expect(await finishEnds(house.context)).toBe(0);
});

it('and so is what was left while blocking an agent', async () => {
  const stands = await granted();
  const ofBen = await house.asks('ben', 'mira', READ);
  await blockedOnly();
  house.clock.pass(6);
  expect(await finishEnds(house.context)).toBe(1);
  const mira = house.who('customer', 'mira').id;
  expect(await stateOf(stands)).toMatchObject({
    status: 'revoked',
    endedBy: { kind: 'customer', id: mira },
  });
  expect((await house.entries(stands.id)).at(-1)).toMatchObject({ type: 'delegation.revoked', actor: mira });
  expect((await stateOf(ofBen)).status).toBe('pending');
});

it('whoever is still at it is left to it, and who is done leaves nothing to do', async () => {
  const stands = await granted();
  await closedOnly();
  expect(await finishEnds(house.context)).toBe(0);
  expect((await stateOf(stands)).status).toBe('granted');
  await closeTicket(house.context, { principal: desk, ref: 'TCK-1' });
  const [row] = await house.context.reader.select().from(tickets).where(eq(tickets.ref, 'TCK-1'));
  expect(row?.settledAt).toEqual(house.clock.at);
});

it('a ticket that is reopened half closed ends first what it was closed for', async () => {
  const stands = await granted();
  await closedOnly();
  await reopens();
  expect((await stateOf(stands)).status).toBe('revoked');
  house.clock.pass(6);
  const again = await granted();
  expect(await finishEnds(house.context)).toBe(0);
  expect((await stateOf(again)).status).toBe('granted');
});

it('the sweep does it', async () => {
  const stands = await granted();
  await closedOnly();
  house.clock.pass(6);
  const sweep = startSweep(house.services);
  await vi.waitFor(async () => expect((await stateOf(stands)).status).toBe('revoked'), { timeout: 10_000 });
  await sweep.stop();
  expect(await house.context.reader.$count(delegations)).toBe(1);
});
