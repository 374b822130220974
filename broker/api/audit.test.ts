import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { leafHash } from '#broker/audit/event.ts';
import { logDetails } from '#broker/audit/tables.ts';
import { deleteFrom } from '#broker/db/build.ts';
import { type Caller, keyed, openTestBroker, type TestBroker } from '#test/broker-app.ts';

let broker: TestBroker;
let audra: Caller;
let noel: Caller;
let id: string;

beforeAll(async () => {
  broker = await openTestBroker();
  audra = await broker.as('admin', 'audra');
  noel = await broker.as('customer', 'noel');
  const ana = await broker.as('support', 'ana');
  for (let i = 0; i < 6; i++) {
    const filed = await ana.call('POST', '/v1/delegations', broker.wish('noel'), keyed());
    id = (await filed.json()).id;
  }
  await ana.call('POST', '/v1/delegations', broker.wish('olga'), keyed());
  await broker.logged();
});
afterAll(() => broker.close());

const entries = async (by: Caller, query = '') => (await by.call('GET', `/v1/audit/entries?${query}`)).json();

it('pages from the newest to the oldest, each entry once', async () => {
  const all = await entries(audra, 'limit=100');
  const seen: number[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const page: { items: { index: number }[]; next_cursor: string | null } = await entries(
      audra,
      `limit=3${cursor ? `&cursor=${cursor}` : ''}`,
    );
    seen.push(...page.items.map(({ index }) => index));
    cursor = page.next_cursor;
  }
  expect(seen).toEqual(all.items.map(({ index }: { index: number }) => index));
  expect(seen).toEqual([...seen].sort((a, b) => b - a));
  expect(seen.at(-1)).toBe(0);
});

it('filters by type, delegation and person', async () => {
  const requested = await entries(audra, 'type=delegation.requested&limit=100');
  expect(requested.items.length).toBeGreaterThanOrEqual(6);
  const ofOne = await entries(audra, `delegation=${id}`);
  expect(ofOne.items.map(({ type }: { type: string }) => type)).toEqual(['delegation.requested']);
  const ofNoel = await entries(audra, `person=${noel.id}&type=delegation`);
  expect(ofNoel.items).toHaveLength(6);
});

it('gives the bytes that the log commits to', async () => {
  const { items } = await entries(audra, `delegation=${id}`);
  expect(leafHash(items[0].leaf)).toBe(items[0].leaf_hash);
  expect(items[0].detail.justification).toBeTypeOf('string');
});

it('a customer gets entries about own delegations, without what was written for colleagues', async () => {
  const { items } = await entries(noel, 'limit=100');
  expect(items).toHaveLength(6);
  for (const entry of items) {
    expect(entry.subject.id).toBe(noel.id);
    expect(entry.detail).toBeUndefined();
  }
  const history = await (await noel.call('GET', '/v1/me/history')).json();
  expect(history.items).toEqual(items);
});

it('a customer who was refused is not told by the log why', async () => {
  expect((await noel.call('POST', '/v1/delegations/dlg_0/revoke', {})).status).toBe(404);
  await broker.logged();
  const query = 'type=refusal.revoke-delegation';
  const [own] = (await entries(noel, query)).items;
  expect(own).toMatchObject({ code: 'not_found', actor: { id: noel.id } });
  expect(own).not.toHaveProperty('detail');
  expect((await entries(audra, query)).items[0]).toHaveProperty('detail.message');
});

it('an erased detail leaves the entry and its leaf', async () => {
  const { items } = await entries(audra, `delegation=${id}`);
  await broker.database.run(deleteFrom(logDetails).where(eq(logDetails.entryId, items[0].id)));
  const [entry] = (await entries(audra, `delegation=${id}`)).items;
  expect(entry.detail).toBeUndefined();
  expect(leafHash(entry.leaf)).toBe(entry.leaf_hash);
});

it('an approver who is no auditor does not read the log', async () => {
  const tess = await broker.as('admin', 'tess');
  expect((await tess.call('GET', '/v1/audit/entries')).status).toBe(403);
});
