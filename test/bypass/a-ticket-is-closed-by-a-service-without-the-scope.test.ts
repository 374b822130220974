import { afterAll, beforeAll, expect, it } from 'vitest';
import { insertInto } from '#broker/db/build.ts';
import { clients } from '#broker/oauth/clients/tables.ts';
import { type Caller, keyed, openTestBroker, type TestBroker } from '#test/broker-app.ts';

let broker: TestBroker;
let desk: Caller;
let ana: Caller;
let mira: Caller;
beforeAll(async () => {
  broker = await openTestBroker();
  const desks = {
    id: 'svc_desk',
    name: 'The help desk',
    owner: 'test',
    kind: 'service' as const,
    method: 'tls_client_auth' as const,
    keys: [],
    sanUri: 'spiffe://countersign.demo/svc_desk',
    scopes: ['tickets.write'],
  };
  await broker.database.run(insertInto(clients).values(desks));
  desk = await broker.asService('svc_desk', ['tickets.write']);
  ana = await broker.as('support', 'ana');
  mira = await broker.as('customer', 'mira');
});
afterAll(() => broker.close());

const asks = async (ref: string): Promise<string> => {
  const wish = broker.wish('mira') as { authorization_details: { purpose: { ref: string } }[] };
  const [item] = wish.authorization_details;
  if (item) item.purpose.ref = ref;
  return (await (await ana.call('POST', '/v1/delegations', wish, keyed())).json()).id;
};
const consents = async (id: string): Promise<void> => {
  const wish = { kind: 'consent', target: id, decision: 'give' };
  const { statement, nonce } = await (await mira.call('POST', '/v1/statements', wish)).json();
  const signed = { statement, nonce, method: 'session' };
  const given = await mira.call('POST', `/v1/delegations/${id}/consent`, { decision: 'give', signed });
  expect((await given.json()).status).toBe('granted');
};
const closes = (by: Caller, ref: string) => by.call('POST', '/v1/tickets/events', { ref, status: 'closed' });
const read = async (id: string) => (await ana.call('GET', `/v1/delegations/${id}`)).json();

it('is refused, and nothing ends; nor do people close tickets here', async () => {
  const id = await asks('TCK-77');
  const probe = await broker.asService('svc_probe', ['delegation.request', 'tickets.write']);
  for (const other of [probe, ana, mira, await broker.as('admin', 'tess')])
    expect((await closes(other, 'TCK-77')).status).toBe(403);
  expect((await read(id)).status).toBe('pending');
});

it('by the help desk everything for the ticket ends: what is asked, granted and in use; and only that', async () => {
  const [pending, granted, other] = [await asks('TCK-78'), await asks('TCK-78'), await asks('TCK-79')];
  await consents(granted);
  const started = await ana.call('POST', `/v1/delegations/${granted}/sessions`, {}, keyed());
  expect(started.status).toBe(201);
  const { sid } = await started.json();

  const closed = await closes(desk, 'TCK-78');
  expect(await closed.json()).toEqual({
    ref: 'TCK-78',
    status: 'closed',
    delegations_ended: 2,
    sessions_ended: 1,
  });
  const reason = 'Ticket TCK-78 was closed.';
  expect(await read(pending)).toMatchObject({ status: 'denied', ended: { by: { kind: 'signal' }, reason } });
  expect(await read(granted)).toMatchObject({ status: 'revoked', ended: { by: { kind: 'signal' }, reason } });
  const session = await (await ana.call('GET', `/v1/sessions/${sid}`)).json();
  expect(session).toMatchObject({ status: 'ended', ended_by: { kind: 'signal' }, reason });
  expect((await read(other)).status).toBe('pending');
  const again = await closes(desk, 'TCK-78');
  expect(await again.json()).toMatchObject({ delegations_ended: 0, sessions_ended: 0 });

  await broker.logged();
  const audra = await broker.as('admin', 'audra');
  const { items } = await (await audra.call('GET', '/v1/audit/entries?type=ticket.closed')).json();
  expect(items).toHaveLength(2);
  expect(items[1]).toMatchObject({ type: 'ticket.closed', actor: { id: 'svc_desk' } });
});

it('a ticket whose name only begins the same is another', async () => {
  const id = await asks('TCK-80');
  await closes(desk, 'TCK-8');
  expect((await read(id)).status).toBe('pending');
  expect((await closes(desk, '../TCK')).status).toBe(400);
  expect((await desk.call('POST', '/v1/tickets/events', { ref: 'TCK-80', status: 'lost' })).status).toBe(400);
});
