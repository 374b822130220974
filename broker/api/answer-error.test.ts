import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { insertInto } from '#broker/db/build.ts';
import { blocks, delegations, tickets } from '#broker/delegation/tables.ts';
import { clients } from '#broker/oauth/clients/tables.ts';
import { type Caller, keyed, openTestBroker, type TestBroker } from '#test/broker-app.ts';

let broker: TestBroker;
let ana: Caller;
let mira: Caller;
let desk: Caller;
let works: TestBroker['services']['database'];
beforeAll(async () => {
  broker = await openTestBroker();
  works = broker.services.database;
  ana = await broker.as('support', 'ana');
  mira = await broker.as('customer', 'mira');
  await broker.database.run(
    insertInto(clients).values({
      id: 'svc_desk',
      name: 'The help desk',
      owner: 'test',
      kind: 'service',
      method: 'tls_client_auth',
      keys: [],
      sanUri: 'spiffe://countersign.demo/svc_desk',
      scopes: ['tickets.write'],
    }),
  );
  desk = await broker.asService('svc_desk', ['tickets.write']);
});
afterEach(() => {
  broker.services.database = works;
});
afterAll(() => broker.close());

const NOT_STOPPED_YET = 'Not recorded yet; meanwhile all access is being refused. Try again shortly.';

/** The disk is full, say: what is there can be read, and no transaction commits. */
function commitsNothing(): void {
  const full = Object.assign(new Error('could not extend file'), { code: '53100' });
  broker.services.database = { ...works, transaction: () => Promise.reject(full) };
}

async function files(): Promise<string> {
  return (await (await ana.call('POST', '/v1/delegations', broker.wish('mira'), keyed())).json()).id;
}

it.each([
  ['a customer blocks an agent', () => mira.call('POST', '/v1/me/blocks', { agent: ana.id })],
  [
    'the help desk closes a ticket',
    () => desk.call('POST', '/v1/tickets/events', { ref: 'TCK-1042', status: 'closed' }),
  ],
])('when %s and nothing can be recorded, they are told what is true', async (_, stops) => {
  await files();
  const reader = works.handle;
  const before = await reader.select().from(delegations);
  commitsNothing();
  const answer = await stops();
  expect(answer.status).toBe(503);
  expect(answer.headers.get('retry-after')).toBe('2');
  expect(await answer.json()).toMatchObject({ code: 'not_available', detail: NOT_STOPPED_YET });
  expect(await reader.select().from(delegations)).toEqual(before);
  expect(await reader.$count(blocks)).toBe(0);
  const [ticket] = await reader.select().from(tickets);
  expect(ticket).toMatchObject({ ref: 'TCK-1042', closedAt: null });
});

it('whoever asks for something is told that it was not done', async () => {
  commitsNothing();
  const answer = await ana.call('POST', '/v1/delegations', broker.wish('mira'), keyed());
  expect(answer.status).toBe(503);
  expect(await answer.json()).toMatchObject({
    detail: 'Nothing can be recorded now, so nothing is done. Try again shortly.',
  });
});
