import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { logEntries } from '#broker/audit/tables.ts';
import { contextFor } from '#broker/context.ts';
import { update } from '#broker/db/build.ts';
import { delegations } from '#broker/delegation/tables.ts';
import {
  fingerprintOf,
  giveKeyBack,
  keepAnswer,
  parseKey,
  takeKey,
  underKey,
} from '#broker/http/idempotency.ts';
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

/** As a broker leaves its keys that died half a minute ago. */
const diedHolding = (answer: { status?: null }) =>
  broker.database.run(
    update(idempotencyKeys).set({ ...answer, heldUntil: sql`now() - interval '1 second'` }),
  );

it('a key whose holder died before anything was done is free after a while', async () => {
  const context = contextFor(broker.services, { requestId: 'died' });
  const wish = broker.wish('noel');
  const key = keyed();
  const use = {
    client: 'console-support',
    person: ana.id,
    method: 'POST',
    path: '/v1/delegations',
    key: parseKey(key['idempotency-key']),
  };
  const dead = await takeKey(context, use, fingerprintOf(JSON.stringify(wish)));
  const meanwhile = await file(wish, key);
  expect((await meanwhile.json()).code).toBe('idempotency_key_in_flight');
  await diedHolding({});
  expect((await file(wish, key)).status).toBe(201);

  const before = await broker.database.handle.$count(logEntries);
  if (!('attempt' in dead)) throw new Error('The key was answered before it was used.');
  await expect(
    underKey(context, dead).record({ writes: [], entries: [{ type: 'test.counted' }] }),
    'who held it wakes, and commits nothing',
  ).rejects.toMatchObject({ code: 'idempotency_key_in_flight' });
  expect(await broker.database.handle.$count(logEntries)).toBe(before);
});

it('who held it wakes while the next one is still at it: nothing of theirs is committed, kept or given back', async () => {
  const context = contextFor(broker.services, { requestId: 'woken' });
  const use = { client: 'console-support', person: ana.id, method: 'POST', path: '/v1/woken', key: 'woken' };
  const old = await takeKey(context, use, 'same');
  await diedHolding({});
  const next = await takeKey(context, use, 'same');
  if (!('attempt' in old && 'attempt' in next)) throw new Error('The key was answered before it was used.');
  const counting = { writes: [], entries: [{ type: 'test.counted' }] };
  const before = await broker.database.handle.$count(logEntries);
  await expect(underKey(context, old).record(counting)).rejects.toMatchObject({
    code: 'idempotency_key_in_flight',
  });
  expect(await broker.database.handle.$count(logEntries)).toBe(before);
  await giveKeyBack(context, old);
  await keepAnswer(context, old, { status: 201, contentType: 'application/json', body: '"old"' });
  await underKey(context, next).record(counting);
  await keepAnswer(context, next, { status: 201, contentType: 'application/json', body: '"next"' });
  expect(await takeKey(context, use, 'same')).toMatchObject({ body: '"next"' });
});

it('what time did on the way is no sign that the request was done', async () => {
  const context = contextFor(broker.services, { requestId: 'aside' });
  const use = { client: 'console-support', person: ana.id, method: 'POST', path: '/v1/aside', key: 'aside' };
  const held = await takeKey(context, use, 'same');
  if (!('attempt' in held)) throw new Error('The key was answered before it was used.');
  const { record } = underKey(context, held);
  await record({ writes: [], entries: [{ type: 'test.counted' }], aside: true });
  await giveKeyBack(context, held);
  expect(await takeKey(context, use, 'same'), 'nothing was done, so it may be asked again').toHaveProperty(
    'attempt',
  );
});

it('what was done by a holder that died with the answer is not done again, and is said', async () => {
  const key = keyed();
  const wish = broker.wish('noel');
  const { id } = await (await file(wish, key)).json();
  const before = await filed();
  await diedHolding({ status: null });
  const again = await file(wish, key);
  expect(again.status).toBe(409);
  expect(await again.json()).toMatchObject({ code: 'idempotency_answer_lost', delegation: id });
  expect(await filed()).toBe(before);
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
