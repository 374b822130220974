import { afterAll, beforeAll, expect, it } from 'vitest';
import { delegations } from '#broker/delegation/tables.ts';
import { idempotencyKeys } from '#broker/http/tables.ts';
import { type Caller, keyed, openTestBroker, type TestBroker } from '#test/broker-app.ts';

let broker: TestBroker;
let ana: Caller;

beforeAll(async () => {
  broker = await openTestBroker();
  ana = await broker.as('support', 'ana');
});
afterAll(() => broker.close());

const filed = () => broker.database.handle.$count(delegations);
const file = (body: unknown, headers: Record<string, string>, by = ana) =>
  by.call('POST', '/v1/delegations', body, headers);

it('a creating call without a key, or with one that is not quoted, does nothing', async () => {
  const before = await filed();
  for (const headers of [{}, { 'idempotency-key': 'bare' }, { 'idempotency-key': '""' }]) {
    const answer = await file(broker.wish('noel'), headers);
    expect(answer.status).toBe(400);
    expect((await answer.json()).code).toBe('idempotency_key');
  }
  expect(await filed()).toBe(before);
});

it('the same request is done once and answered the same', async () => {
  const before = await filed();
  const key = keyed();
  const first = await file(broker.wish('noel'), key);
  const again = await file(broker.wish('noel'), key);
  expect([first.status, again.status]).toEqual([201, 201]);
  expect((await again.json()).id).toBe((await first.json()).id);
  expect(await filed()).toBe(before + 1);
});

it('the same request written differently is the same request', async () => {
  const key = keyed();
  const wish = broker.wish('noel');
  const first = await file(wish, key);
  const reversed = JSON.stringify(Object.fromEntries(Object.entries(wish).reverse()), null, 2);
  const again = await file(reversed, key);
  expect((await again.json()).id).toBe((await first.json()).id);
});

it('a key that was used for another request is refused', async () => {
  const key = keyed();
  await file(broker.wish('noel'), key);
  const other = await file(broker.wish('olga', ['accounts:profile.read']), key);
  expect(other.status).toBe(422);
});

it('of two at the same moment one is done and the other waits or is answered the same', async () => {
  const before = await filed();
  const key = keyed();
  const answers = await Promise.all(Array.from({ length: 5 }, () => file(broker.wish('noel'), key)));
  for (const { status } of answers) expect([201, 409]).toContain(status);
  expect(await filed()).toBe(before + 1);
});

it('a refusal is kept too', async () => {
  const key = keyed();
  const forbidden = broker.wish('noel', ['accounts:billing.update']);
  const first = await file(forbidden, key);
  expect(first.status).toBe(403);
  const again = await file(forbidden, key);
  expect(again.status).toBe(403);
  expect(again.headers.get('content-type')).toBe('application/problem+json');
});

it('two callers do not share keys', async () => {
  const key = keyed();
  const eve = await broker.as('support', 'eve');
  const first = await file(broker.wish('noel'), key);
  const others = await file(broker.wish('noel'), key, eve);
  expect(others.status).toBe(201);
  expect((await others.json()).id).not.toBe((await first.json()).id);
});

it('a stored answer holds no token', async () => {
  const rows = await broker.database.handle.select().from(idempotencyKeys);
  expect(rows.length).toBeGreaterThan(0);
  for (const { body } of rows) expect(body ?? '').not.toMatch(/_token"|eyJ/);
});
