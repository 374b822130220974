import { eq } from 'drizzle-orm';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { listAlerts } from '#broker/alerts/list-alerts.ts';
import { insertInto, update } from '#broker/db/build.ts';
import type { Principal } from '#broker/identity/principal.ts';
import { people } from '#broker/identity/tables.ts';
import { clients } from '#broker/oauth/clients/tables.ts';
import { type House, openHouse, WRITE } from '#test/house.ts';
import { answerItem, offerAnswer } from './answer-item.ts';
import { type CampaignItem, type CampaignKind, drawSample, type ItemAnswer } from './campaign.ts';
import { openCampaign } from './open-campaign.ts';
import { listCampaigns, listItems, readCampaign } from './read-campaigns.ts';
import { settleItems } from './settle-items.ts';
import { campaignItems } from './tables.ts';

const DAY = 86_400;
let house: House;
beforeEach(async () => {
  await house?.close();
  house = await openHouse();
  await registered('svc_robot', house.who('admin', 'sam').id, null);
  await registered('svc_backend', 'nobody@example.org', 'https://backend.example');
});
afterAll(() => house.close());

const registered = (id: string, owner: string, resource: string | null) =>
  house.database.run(
    insertInto(clients).values({
      id,
      name: `The ${id}`,
      owner,
      kind: 'service',
      method: 'tls_client_auth',
      keys: [],
      sanUri: `spiffe://countersign.demo/${id}`,
      scopes: ['delegation.run'],
      resource,
    }),
  );

const manager = (login = 'audra'): Principal => ({
  ...house.who('admin', login),
  scopes: ['review.manage', 'review.sign'],
});
const inDays = (days: number) => new Date(house.clock.at.getTime() + days * DAY * 1000);

async function opened(kinds: CampaignKind[]): Promise<CampaignItem[]> {
  const asked = { title: 'What stands in March', kinds, dueAt: inDays(14), sampleSize: 5 };
  const { id } = await openCampaign(house.context, { principal: manager(), campaign: asked });
  return (await listItems(house.context, { principal: manager(), id, limit: 100 })).items;
}
async function one(kind: CampaignKind, ref: string): Promise<CampaignItem> {
  const item = (await opened([kind])).find((each) => each.ref === ref);
  if (!item) throw new Error(`There is no ${ref}.`);
  return item;
}
async function answers(
  who: Principal,
  { id }: CampaignItem,
  answer: ItemAnswer,
  comment = 'As it should be.',
) {
  const input = { id, answer, comment };
  const { statement, nonce } = await offerAnswer(house.context, { principal: who, input });
  const signed = { statement, nonce, method: 'session' as const };
  return answerItem(house.context, { principal: who, input: { ...input, signed } });
}
const now = async ({ id, campaignId }: CampaignItem) => {
  const list = await listItems(house.context, { principal: manager(), id: campaignId, limit: 100 });
  return list.items.find((each) => each.id === id)?.state;
};
const told = async (type: string) => (await house.entries()).filter((entry) => entry.type === type);
const enabled = async (id: string) => {
  const [row] = await house.database.handle.select().from(clients).where(eq(clients.id, id));
  return row?.disabledAt === null;
};
const alerts = async () =>
  (await listAlerts(house.context, { principal: manager(), limit: 10 })).items.map(({ kind, target }) => ({
    kind,
    target,
  }));

describe('a campaign', () => {
  it('writes down what stands, whose it is, and on what the sample rests', async () => {
    const items = await opened(['client', 'automation', 'membership', 'policy', 'risk']);
    expect(items.find(({ ref }) => ref === 'svc_robot')).toMatchObject({
      kind: 'automation',
      ownerId: house.who('admin', 'sam').id,
      state: { status: 'open' },
    });
    expect(items.find(({ ref }) => ref === 'svc_backend')).toMatchObject({ kind: 'client', ownerId: null });
    const tess = house.who('admin', 'tess');
    expect(items.find(({ ref }) => ref === `${tess.id}/team-leads`)).toMatchObject({
      facts: { group: 'team-leads', roles: 'approver' },
      concernsPerson: tess.person,
    });
    expect(items.find(({ ref }) => ref === 'accounts:credential.rotate')?.facts).toMatchObject({
      risk: 'sensitive',
    });
    const [entry] = await told('campaign.opened');
    const id = items[0]?.campaignId ?? '';
    const { seed, treeSize } = await readCampaign(house.context, { principal: manager(), id });
    expect(entry).toMatchObject({
      actor: manager().id,
      target: id,
      facts: { seed, tree_size: treeSize, items: items.length },
    });
    const { items: list } = await listCampaigns(house.context, { principal: manager(), limit: 5 });
    expect(list).toMatchObject([{ tally: { items: items.length, answered: 0, settled: 0 } }]);
  });

  it('says of a membership when the person last signed in or decided', async () => {
    const [tess, sam] = [house.who('admin', 'tess'), house.who('admin', 'sam')];
    const seenAt = new Date(house.clock.at.getTime() - DAY * 1000);
    for (const { id } of [tess, sam])
      await house.database.run(update(people).set({ seenAt }).where(eq(people.id, id)));
    await house.reviews('tess', await house.asks('ben', 'noel', WRITE));
    const items = await opened(['membership']);
    const lastOf = (id: string) => items.find(({ facts }) => facts.person === id)?.lastUsedAt;
    expect(lastOf(tess.id)).toEqual(house.clock.at);
    expect(lastOf(sam.id)).toEqual(seenAt);
    expect(lastOf(house.who('support', 'eve').id)).toBeNull();
  });

  it('draws the same sample for everybody who has the seed and the size', () => {
    const drawn = drawSample('5eed', 1000, 25);
    expect(drawSample('5eed', 1000, 25)).toEqual(drawn);
    expect(new Set(drawn).size).toBe(25);
    expect(drawn.every((index) => index >= 0 && index < 1000)).toBe(true);
    expect(drawSample('0ther', 1000, 25)).not.toEqual(drawn);
    expect(drawSample('5eed', 3, 25)).toEqual([0, 1, 2]);
    expect(drawSample('5eed', 0, 25)).toEqual([]);
  });

  it.each([
    ['less than a day', 0.5],
    ['more than 90 days', 91],
  ])('is not opened with %s for the answers', async (_, days) => {
    const asked = { title: 'Too quick', kinds: ['risk' as const], dueAt: inDays(days), sampleSize: 0 };
    await expect(
      openCampaign(house.context, { principal: manager(), campaign: asked }),
    ).rejects.toMatchObject({ code: 'due_at_out_of_range' });
    expect(await told('campaign.opened')).toEqual([]);
  });

  it('is for admins', async () => {
    const principal = house.who('support', 'ana');
    const asked = { title: 'Mine', kinds: ['risk' as const], dueAt: inDays(2), sampleSize: 0 };
    const wrong = { code: 'wrong_domain' };
    await expect(openCampaign(house.context, { principal, campaign: asked })).rejects.toMatchObject(wrong);
    await expect(listCampaigns(house.context, { principal, limit: 1 })).rejects.toMatchObject(wrong);
    await expect(answers(principal, await one('automation', 'svc_robot'), 'keep')).rejects.toMatchObject(
      wrong,
    );
  });
});

describe('an item', () => {
  it('is answered by its owner, signed, once', async () => {
    const item = await one('automation', 'svc_robot');
    const sam = house.who('admin', 'sam');
    const said = await answers(sam, item, 'keep');
    expect(said.state).toEqual({ status: 'answered', answer: 'keep' });
    expect(await now(item)).toEqual({ status: 'answered', answer: 'keep' });
    const [entry] = await told('campaign.answered');
    expect(entry).toMatchObject({
      actor: sam.id,
      target: item.id,
      hashes: { statement: said.challenge },
      facts: { answer: 'keep', ref: 'svc_robot' },
    });
    await expect(answers(sam, item, 'remove')).rejects.toMatchObject({ code: 'already_answered' });
    house.clock.pass(15 * DAY);
    expect(await settleItems(house.context)).toBe(0);
    expect(await enabled('svc_robot')).toBe(true);
  });

  it('takes one of two answers at the same moment', async () => {
    const item = await one('automation', 'svc_robot');
    const sam = house.who('admin', 'sam');
    const both = await Promise.allSettled([answers(sam, item, 'keep'), answers(sam, item, 'remove')]);
    expect(both.filter(({ status }) => status === 'rejected')).toMatchObject([
      { reason: { code: 'already_answered' } },
    ]);
    expect(await told('campaign.answered')).toHaveLength(1);
  });

  it('that its owner wants gone is shut at once', async () => {
    const item = await one('automation', 'svc_robot');
    await answers(house.who('admin', 'sam'), item, 'remove', 'Nobody uses it.');
    expect(await settleItems(house.context)).toBe(1);
    expect(await enabled('svc_robot')).toBe(false);
    expect(await now(item)).toEqual({ status: 'answered', answer: 'remove', settled: 'shut' });
    expect(await told('client.disabled')).toMatchObject([{ target: 'svc_robot' }]);
    expect(await told('campaign.settled')).toMatchObject([{ target: item.id, facts: { settled: 'shut' } }]);
    expect(await settleItems(house.context)).toBe(0);
  });

  it('that nobody answered in time is shut where that harms nobody else', async () => {
    const item = await one('automation', 'svc_robot');
    house.clock.pass(14 * DAY - 1);
    expect(await settleItems(house.context)).toBe(0);
    house.clock.pass(1);
    await expect(answers(house.who('admin', 'sam'), item, 'keep')).rejects.toMatchObject({
      code: 'already_answered',
    });
    expect(await settleItems(house.context)).toBe(1);
    expect(await enabled('svc_robot')).toBe(false);
    expect(await now(item)).toEqual({ status: 'lapsed', settled: 'shut' });
    expect(await told('campaign.lapsed')).toMatchObject([{ target: item.id, facts: { settled: 'shut' } }]);
  });

  it('that others stand on is marked instead, with an alert', async () => {
    const item = await one('client', 'svc_backend');
    house.clock.pass(14 * DAY);
    await settleItems(house.context);
    expect(await enabled('svc_backend')).toBe(true);
    expect(await now(item)).toEqual({ status: 'lapsed', settled: 'marked' });
    expect(await alerts()).toContainEqual({ kind: 'review_item_open', target: item.id });
  });

  it('that is wrong as it stands is shut at once where that harms nobody else, and somebody looks', async () => {
    const item = await one('automation', 'svc_robot');
    const sam = house.who('admin', 'sam');
    await answers(sam, item, 'wrong', 'The scope is too wide.');
    expect(await settleItems(house.context)).toBe(1);
    expect(await enabled('svc_robot')).toBe(false);
    expect(await now(item)).toEqual({ status: 'answered', answer: 'wrong', settled: 'shut' });
    expect(await told('client.disabled')).toMatchObject([{ actor: sam.id, target: 'svc_robot' }]);
    expect(await alerts()).toEqual([{ kind: 'review_item_open', target: item.id }]);
  });

  it('that is wrong and that others stand on goes on, and somebody looks', async () => {
    const item = await one('client', 'svc_backend');
    await answers(manager(), item, 'wrong', 'Nobody knows whose it is.');
    expect(await settleItems(house.context)).toBe(1);
    expect(await enabled('svc_backend')).toBe(true);
    expect(await now(item)).toEqual({ status: 'answered', answer: 'wrong', settled: 'marked' });
    expect(await alerts()).toEqual([{ kind: 'review_item_open', target: item.id }]);
  });

  it('that was shut before the crash is found shut and written down', async () => {
    const item = await one('automation', 'svc_robot');
    await house.database.run(
      update(clients).set({ disabledAt: house.clock.at, shutOut: true }).where(eq(clients.id, 'svc_robot')),
    );
    house.clock.pass(14 * DAY);
    expect(await settleItems(house.context)).toBe(1);
    expect(await now(item)).toEqual({ status: 'lapsed', settled: 'shut' });
  });

  it('of two brokers that settle it one does', async () => {
    await one('client', 'svc_backend');
    house.clock.pass(14 * DAY);
    const both = await Promise.all([settleItems(house.context), settleItems(house.context)]);
    const rows = await house.database.handle.select().from(campaignItems);
    expect(both.reduce((sum, done) => sum + done, 0)).toBe(rows.length);
    expect(await told('campaign.lapsed')).toHaveLength(rows.length);
  });
});
