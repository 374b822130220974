import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { update } from '#broker/db/build.ts';
import { signIns } from '#broker/oauth/sign-in/tables.ts';
import { type Caller, keyed, openTestBroker, type TestBroker } from '#test/broker-app.ts';

let broker: TestBroker;
let ana: Caller;
let tess: Caller;

beforeAll(async () => {
  broker = await openTestBroker();
  ana = await broker.as('support', 'ana');
  tess = await broker.as('admin', 'tess');
});
afterAll(() => broker.close());

interface Told {
  index: number;
  kind: string;
  delegation?: string;
}

/** Reads a stream until it has told `count` events, or has ended. */
async function listen(caller: Caller, count: number, headers: Record<string, string> = {}, until = 10_000) {
  const answer = await caller.call('GET', '/v1/events', undefined, headers);
  expect(answer.headers.get('content-type')).toContain('text/event-stream');
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  const told: Told[] = [];
  let hungUp = false;
  const limit = setTimeout(() => {
    hungUp = true;
    void reader?.cancel();
  }, until);
  let text = '';
  let ended = false;
  const events = (async () => {
    while (reader && told.length < count) {
      const { done, value } = await reader.read();
      if (done) {
        ended = !hungUp;
        break;
      }
      text += value;
      const blocks = text.split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) {
        const data = /^data: (.*)$/m.exec(block)?.[1];
        if (data) told.push(JSON.parse(data));
      }
    }
    clearTimeout(limit);
    if (!ended) await reader?.cancel();
    return { told, ended };
  })();
  return { events };
}

const file = async (customer = 'noel'): Promise<string> =>
  (await (await ana.call('POST', '/v1/delegations', broker.wish(customer), keyed())).json()).id;

it('tells what happens, without its content', async () => {
  await broker.logged();
  const { events } = await listen(tess, 1);
  const id = await file();
  const { told } = await events;
  expect(told).toEqual([{ index: told[0]?.index, kind: 'delegation.requested', delegation: id }]);
});

it('goes on after the last event that was heard', async () => {
  const { events } = await listen(tess, 1);
  await file();
  const [heard] = (await events).told;
  const missed = [await file(), await file()];
  await broker.logged();
  const resumed = await listen(tess, 2, { 'last-event-id': String(heard?.index) });
  expect((await resumed.events).told.map(({ delegation }) => delegation)).toEqual(missed);
});

it('tells agents and customers of their own only', async () => {
  const eve = await listen(await broker.as('support', 'eve'), 1, { 'last-event-id': '0' }, 1_500);
  const olga = await listen(await broker.as('customer', 'olga'), 1, { 'last-event-id': '0' }, 1_500);
  const noel = await listen(await broker.as('customer', 'noel'), 1, { 'last-event-id': '0' });
  const id = await file();
  expect((await eve.events).told).toEqual([]);
  expect((await olga.events).told).toEqual([]);
  expect((await noel.events).told[0]?.delegation).toBeDefined();
  expect(id).toMatch(/^dlg_/);
});

it('ends with the sign-in', async () => {
  const sam = await broker.as('admin', 'sam');
  const { events } = await listen(sam, 1_000);
  await broker.database.run(
    update(signIns)
      .set({ endedAt: sql`now()`, endedBy: 'client' })
      .where(eq(signIns.id, sam.signInId ?? '')),
  );
  expect((await events).ended).toBe(true);
});

it('refuses a last event id that is no index', async () => {
  expect((await tess.call('GET', '/v1/events', undefined, { 'last-event-id': 'x' })).status).toBe(400);
});

it('of one person, one stream too many ends the oldest', async () => {
  const eve = await broker.as('support', 'eve');
  const streams = [];
  for (let i = 0; i < 9; i++) streams.push(await listen(eve, 1, {}, 3_000));
  const ended = (await Promise.all(streams.map(({ events }) => events))).map((one) => one.ended);
  expect(ended).toEqual([true, ...Array.from({ length: 8 }, () => false)]);
});
