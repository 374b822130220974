import { afterAll, beforeAll, expect, it } from 'vitest';
import { drawSample, type Facts, itemHash } from '#broker/campaigns/campaign.ts';
import { settleItems } from '#broker/campaigns/settle-items.ts';
import { contextFor } from '#broker/context.ts';
import { type Caller, keyed, openTestBroker, type TestBroker } from '#test/broker-app.ts';

let broker: TestBroker;
let audra: Caller;
let campaign: Record<string, unknown>;
const dueAt = new Date(Date.now() + 7 * 86_400_000).toISOString();
const body = {
  title: '=What stands',
  kinds: ['automation', 'membership', 'risk', 'log_sample'],
  due_at: dueAt,
  sample_size: 3,
};

beforeAll(async () => {
  broker = await openTestBroker();
  audra = await broker.as('admin', 'audra');
  const ana = await broker.as('support', 'ana');
  for (let i = 0; i < 4; i++) await ana.call('POST', '/v1/delegations', broker.wish('noel'), keyed());
  await broker.logged();
  const opened = await audra.call('POST', '/v1/campaigns', body, keyed());
  expect(opened.status).toBe(201);
  campaign = await opened.json();
});
afterAll(() => broker.close());

const itemsOf = async (by: Caller): Promise<Record<string, unknown>[]> =>
  (await (await by.call('GET', `/v1/campaigns/${campaign.id}/items?limit=100`)).json()).items;

it('the sample is the one that the seed and the size of the log draw', async () => {
  const { seed, tree_size: size } = campaign as { seed: string; tree_size: number };
  const drawn = (await itemsOf(audra)).filter(({ kind }) => kind === 'log_sample');
  expect(drawn.map(({ ref }) => Number(ref))).toEqual(drawSample(seed, size, 3));
  expect(drawn[0]?.facts).toMatchObject({ leaf_hash: expect.any(String) });
});

it('an item is answered with a signature, and the export says where the log has it', async () => {
  const item = (await itemsOf(audra)).find(({ kind }) => kind === 'risk');
  const said = { kind: 'review', decision: 'keep', target: item?.id, comment: '=1+1' };
  const built = await audra.call('POST', '/v1/statements', said);
  expect(built.status).toBe(200);
  const { statement, nonce } = await built.json();
  const signed = { statement, nonce, method: 'session' };
  const answer = { answer: 'keep', comment: '=1+1', signed };
  const answered = await audra.call('POST', `/v1/campaign-items/${item?.id}/answers`, answer);
  expect(await answered.json()).toMatchObject({ status: 'answered', answer: 'keep' });
  await broker.logged();

  const exported = await audra.call('GET', `/v1/campaigns/${campaign.id}/export`);
  expect(exported.headers.get('content-type')).toBe('application/x-ndjson');
  const lines = (await exported.text())
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines).toHaveLength((await itemsOf(audra)).length);
  const [index] = lines.find(({ id }) => id === item?.id).entries;
  const entries = await (await audra.call('GET', '/v1/audit/entries?type=campaign.answered')).json();
  expect(entries.items.map((entry: { index: number }) => entry.index)).toEqual([index]);

  const csv = await audra.call('GET', `/v1/campaigns/${campaign.id}/export?format=csv`);
  const rows = (await csv.text()).split('\r\n');
  expect(rows[0]).toMatch(/^id,kind,ref,title,/);
  expect(rows.find((row) => row.includes(String(item?.id)))).toContain(`"'=1+1"`);
});

it('an entry of the sample is answered with a statement over its hash, and the log has the statement', async () => {
  const item = (await itemsOf(audra)).find(({ kind }) => kind === 'log_sample');
  const said = { kind: 'review', decision: 'keep', target: item?.id, comment: 'As it was.' };
  const { statement, nonce } = await (await audra.call('POST', '/v1/statements', said)).json();
  const {
    id,
    campaign: campaignId,
    kind,
    ref,
    facts,
  } = item as Record<'id' | 'campaign' | 'ref', string> & {
    kind: 'log_sample';
    facts: Facts;
  };
  const hash = itemHash({ id, campaignId, kind, ref, facts });
  expect(facts.leaf_hash).toEqual(expect.any(String));
  expect(statement).toMatchObject({ kind: 'review', decision: 'keep', details_hash: hash });
  const answer = { answer: 'keep', comment: 'As it was.', signed: { statement, nonce, method: 'session' } };
  const other = { ...answer, comment: 'Something else.' };
  expect((await audra.call('POST', `/v1/campaign-items/${item?.id}/answers`, other)).status).toBe(409);
  const again = await (await audra.call('POST', '/v1/statements', said)).json();
  const signed = { statement: again.statement, nonce: again.nonce, method: 'session' };
  const path = `/v1/campaign-items/${item?.id}/answers`;
  const answered = await (await audra.call('POST', path, { ...answer, signed })).json();
  expect(answered).toMatchObject({ status: 'answered', statement_hash: expect.any(String) });
  await broker.logged();
  const entries = await (await audra.call('GET', '/v1/audit/entries?type=campaign.answered')).json();
  expect(JSON.stringify(entries.items)).toContain(answered.statement_hash);
});

it('the history is searched over all reviews, newest first, and by pages', async () => {
  const again = await audra.call('POST', '/v1/campaigns', { ...body, title: 'Once more' }, keyed());
  const later = await again.json();
  const search = async (query: string) =>
    (await audra.call('GET', `/v1/campaign-items?q=TESS%20OY&kind=membership${query}`)).json();
  const found = await search('');
  expect(found.items.map((one: { campaign: string }) => one.campaign)).toEqual([later.id, campaign.id]);
  const first = await search('&limit=1');
  expect(first.items).toMatchObject([{ campaign: later.id, falls_to: 'review.manage' }]);
  expect((await search(`&limit=1&cursor=${first.next_cursor}`)).items).toMatchObject([
    { campaign: campaign.id },
  ]);
  const ana = await broker.as('support', 'ana');
  expect((await ana.call('GET', '/v1/campaign-items?q=tess')).status).toBe(403);
});

it('items are found by their kind and by words of their title', async () => {
  const search = async (query: string) =>
    (await (await audra.call('GET', `/v1/campaigns/${campaign.id}/items?limit=100&${query}`)).json()).items;
  const risks: { kind: string }[] = await search('kind=risk');
  expect(new Set(risks.map(({ kind }) => kind))).toEqual(new Set(['risk']));
  expect(await search('q=TESS%20OY')).toMatchObject([{ title: 'Tess Oyelowo in team-leads' }]);
  expect(await search('q=%25')).toEqual([]);
});

it('a campaign is opened by who manages reviews, and read by who may answer', async () => {
  const tess = await broker.as('admin', 'tess');
  expect((await tess.call('POST', '/v1/campaigns', body, keyed())).status).toBe(403);
  expect((await tess.call('GET', '/v1/campaigns')).status).toBe(200);
  const ana = await broker.as('support', 'ana');
  for (const path of ['/v1/campaigns', `/v1/campaigns/${campaign.id}`, `/v1/campaigns/${campaign.id}/export`])
    expect((await ana.call('GET', path)).status).toBe(403);
});

it('of an item nobody says what is said of an emergency, and the reverse', async () => {
  const [item] = await itemsOf(audra);
  for (const asked of [
    { kind: 'review', decision: 'justified', target: item?.id, comment: 'It was right.' },
    { kind: 'review', decision: 'keep', target: 'dlg_1', comment: 'It was right.' },
  ])
    expect(await (await audra.call('POST', '/v1/statements', asked)).json()).toMatchObject({
      code: 'wrong_decision',
    });
});

it('an item about a group says whether it counts now; what is exported of it stays as it was', async () => {
  const sol = broker.person('admin', 'sol');
  const shown = async () => {
    const found = await audra.call('GET', `/v1/campaign-items?q=${sol.id}&kind=membership`);
    return (await found.json()).items.map(({ lapsed }: { lapsed?: boolean }) => lapsed);
  };
  expect(await shown()).toEqual([false, false]);
  const item = (await itemsOf(audra)).find(({ ref }) => ref === `${sol.id}/security`);
  const said = { kind: 'review', decision: 'remove', target: item?.id, comment: 'With another team.' };
  const { statement, nonce } = await (await audra.call('POST', '/v1/statements', said)).json();
  const answer = { answer: 'remove', comment: said.comment, signed: { statement, nonce, method: 'session' } };
  const answered = await audra.call('POST', `/v1/campaign-items/${item?.id}/answers`, answer);
  expect(answered.status).toBe(200);
  expect(await settleItems(contextFor(broker.services, { requestId: 'test' }))).toBe(1);
  expect(await shown()).toEqual([true, true]);
  const max = await broker.as('admin', 'max');
  const body = { group: 'security', reason: 'Sol stays until the new one has begun.' };
  expect((await max.call('POST', `/v1/people/${sol.id}/reinstatements`, body)).status).toBe(200);
  expect(await shown()).toEqual([false, false]);
  const exported = await (await audra.call('GET', `/v1/campaigns/${campaign.id}/export`)).text();
  expect(exported).not.toContain('"lapsed"');
});
