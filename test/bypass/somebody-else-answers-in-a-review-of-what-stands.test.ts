import { afterAll, beforeAll, expect, it } from 'vitest';
import { answerItem, offerAnswer } from '#broker/campaigns/answer-item.ts';
import type { CampaignItem } from '#broker/campaigns/campaign.ts';
import { openCampaign } from '#broker/campaigns/open-campaign.ts';
import { listItems } from '#broker/campaigns/read-campaigns.ts';
import { insertInto } from '#broker/db/build.ts';
import type { Principal } from '#broker/identity/principal.ts';
import { clients } from '#broker/oauth/clients/tables.ts';
import { type House, openHouse } from '#test/house.ts';

let house: House;
let items: CampaignItem[];
const manager = (login: string): Principal => ({ ...house.who('admin', login), scopes: ['review.manage'] });

beforeAll(async () => {
  house = await openHouse();
  const owned = { svc_robot: house.who('admin', 'sam').id, svc_helper: house.who('support', 'ana').id };
  for (const [id, owner] of Object.entries(owned))
    await house.database.run(
      insertInto(clients).values({
        id,
        name: `The ${id}`,
        owner,
        kind: 'service',
        method: 'tls_client_auth',
        keys: [],
        sanUri: `spiffe://countersign.demo/${id}`,
        scopes: [],
      }),
    );
  const dueAt = new Date(house.clock.at.getTime() + 7 * 86_400_000);
  const asked = { title: 'What stands', kinds: ['automation', 'membership'] as const, dueAt, sampleSize: 0 };
  const principal = manager('audra');
  const { id } = await openCampaign(house.context, { principal, campaign: asked });
  items = (await listItems(house.context, { principal, id, limit: 100 })).items;
});
afterAll(() => house.close());

const of = (ref: string): CampaignItem => {
  const item = items.find((one) => one.ref === ref);
  if (!item) throw new Error(`There is no ${ref}.`);
  return item;
};
async function keeps(principal: Principal, { id }: CampaignItem) {
  const input = { id, answer: 'keep' as const, comment: 'It is fine.' };
  const { statement, nonce } = await offerAnswer(house.context, { principal, input });
  const signed = { statement, nonce, method: 'session' as const };
  return answerItem(house.context, { principal, input: { ...input, signed } });
}
const nothingAnswered = async () =>
  expect((await house.entries()).map(({ type }) => type)).not.toContain('campaign.answered');

it('nobody but its owner keeps a client, not even who opened the review', async () => {
  for (const who of [house.who('admin', 'tess'), manager('audra'), manager('max')])
    await expect(keeps(who, of('svc_robot'))).rejects.toMatchObject({ code: 'not_the_owner' });
  await nothingAnswered();
});

it('nobody confirms their own membership', async () => {
  const max = manager('max');
  await expect(keeps(max, of(`${max.id}/people-admins`))).rejects.toMatchObject({ code: 'about_yourself' });
  const tess = house.who('admin', 'tess');
  await expect(keeps(tess, of(`${tess.id}/team-leads`))).rejects.toMatchObject({ code: 'not_the_owner' });
  await nothingAnswered();
});

it('nor under another account of the same person', async () => {
  const max = manager('max');
  const other = { ...manager('audra'), person: max.person };
  await expect(keeps(other, of(`${max.id}/people-admins`))).rejects.toMatchObject({ code: 'about_yourself' });
  await nothingAnswered();
});

it('an owner who is no admin says nothing, also not through an admin account of the same person', async () => {
  const ana = house.who('support', 'ana');
  const item = of('svc_helper');
  expect(item).toMatchObject({ ownerId: ana.id, ownerPerson: null });
  await expect(keeps(ana, item)).rejects.toMatchObject({ code: 'wrong_domain' });
  const other = { ...manager('audra'), person: ana.person };
  await expect(keeps(other, item)).rejects.toMatchObject({ code: 'about_yourself' });
  await expect(keeps(house.who('admin', 'tess'), item)).rejects.toMatchObject({ code: 'not_the_owner' });
  await nothingAnswered();
  expect((await keeps(manager('audra'), item)).state).toEqual({ status: 'answered', answer: 'keep' });
});
