import { afterAll, beforeEach, expect, it } from 'vitest';
import { listAlerts } from '#broker/alerts/list-alerts.ts';
import { answerItem, offerAnswer } from '#broker/campaigns/answer-item.ts';
import type { CampaignItem, CampaignKind, ItemAnswer } from '#broker/campaigns/campaign.ts';
import { openCampaign } from '#broker/campaigns/open-campaign.ts';
import { listItems } from '#broker/campaigns/read-campaigns.ts';
import { settleItems } from '#broker/campaigns/settle-items.ts';
import { listOffers, makeOffer } from '#broker/delegation/make-offer.ts';
import { submitRequest } from '#broker/delegation/submit-request.ts';
import type { Principal } from '#broker/identity/principal.ts';
import { findPasskey } from '#broker/signing/passkeys/store.ts';
import { RESOURCE } from '#test/demo.ts';
import type { Enrolled } from '#test/enrolled.ts';
import { type House, openHouse, READ, WRITE } from '#test/house.ts';
import { signsReview } from '#test/signs-review.ts';

let house: House;
beforeEach(async () => {
  await house?.close();
  house = await openHouse();
});
afterAll(() => house?.close());

const max = (): Principal => ({
  ...house.who('admin', 'max'),
  scopes: ['review.manage', 'people.manage', 'review.sign'],
});

async function reviewed(kind: CampaignKind, ref: string): Promise<CampaignItem> {
  const dueAt = new Date(house.clock.at.getTime() + 86_400_000);
  const campaign = { title: 'What people hold', kinds: [kind], dueAt, sampleSize: 0 };
  const { id } = await openCampaign(house.context, { principal: max(), campaign });
  const { items } = await listItems(house.context, { principal: max(), id, limit: 100 });
  const item = items.find((one) => one.ref === ref);
  if (!item) throw new Error(`There is no ${ref}.`);
  return item;
}
async function says(principal: Principal, { id }: CampaignItem, answer: ItemAnswer): Promise<void> {
  const input = { id, answer, comment: 'Nobody knows of it.' };
  const built = await offerAnswer(house.context, { principal, input });
  const signed = await house.signsWithPasskey(principal, built);
  await answerItem(house.context, { principal, input: { ...input, signed } });
  await settleItems(house.context);
}
const told = async (type: string) => (await house.entries()).filter((entry) => entry.type === type);

/** The key itself still signs; whether that counts is the broker's to say. */
const approvesWith = async (who: Pick<Enrolled, 'principal'> & Partial<Enrolled>) =>
  signsReview(house, who, await house.asks('ben', 'noel', WRITE));

it('a passkey that its holder finds wrong signs nothing from then on', async () => {
  const tess = await house.enrolled('admin', 'tess');
  await approvesWith(tess);
  const item = await reviewed('passkey', tess.passkey.id);
  expect(item).toMatchObject({
    title: 'Test key of Tess Oyelowo',
    ownerId: tess.principal.id,
    facts: { fingerprint: tess.authenticator.fingerprint },
    lastUsedAt: house.clock.at,
  });
  await says(tess.principal, item, 'wrong');
  expect(await findPasskey(house.context.reader, tess.passkey.id)).toMatchObject({
    state: 'removed',
    removedBy: tess.principal.id,
  });
  expect(await told('passkey.removed')).toMatchObject([{ target: tess.passkey.id }]);
  await expect(approvesWith(tess)).rejects.toMatchObject({ code: 'assertion_not_valid' });
  const { items } = await listAlerts(house.context, { principal: max(), limit: 10 });
  expect(items).toMatchObject([{ kind: 'review_item_open', target: item.id }]);
});

it('nor does one that nobody confirmed in time, and its holder signs without one no more than before', async () => {
  const tess = await house.enrolled('admin', 'tess');
  await reviewed('passkey', tess.passkey.id);
  house.clock.pass(86_400);
  await settleItems(house.context);
  expect((await findPasskey(house.context.reader, tess.passkey.id))?.state).toBe('removed');
  await expect(approvesWith(tess)).rejects.toMatchObject({ code: 'assertion_not_valid' });
  await expect(approvesWith({ principal: tess.principal })).rejects.toMatchObject({
    code: 'passkey_required',
  });
});

it('an offer that should not stand is taken up by nobody, and its customer finds it taken back', async () => {
  const mira = house.who('customer', 'mira');
  const identifier = house.accountOf('mira');
  const { offer, code } = await makeOffer(house.context, {
    principal: mira,
    offer: { identifier, actions: READ, maxDurationSeconds: 600, validForSeconds: 3600 },
  });
  const item = await reviewed('offer', offer.id);
  expect(item).toMatchObject({ ownerId: null, facts: { customer: mira.id, identifier } });
  await says(max(), item, 'wrong');
  expect(await listOffers(house.context, mira)).toMatchObject([{ withdrawnAt: house.clock.at }]);
  expect(await told('offer.withdrawn')).toMatchObject([
    { actor: max().id, subject: mira.id, target: offer.id },
  ]);
  const details = {
    type: 'delegation_session' as const,
    actions: READ,
    locations: [RESOURCE],
    identifier,
    purpose: { code: 'check-setting', ref: 'TCK-1042' },
    max_duration: 600,
  };
  const request = {
    subject: mira.id,
    justification: 'The customer told me the code.',
    authorizationDetails: [details],
    offer: code,
  };
  await expect(
    submitRequest(house.context, { principal: house.who('support', 'ana'), request }),
  ).rejects.toMatchObject({ code: 'offer_not_valid' });
});

it('who manages reviews, and no people, answers for neither an offer nor an agent’s passkey', async () => {
  const ana = await house.enrolled('support', 'ana');
  const item = await reviewed('passkey', ana.passkey.id);
  expect(item).toMatchObject({ ownerId: ana.principal.id, ownerPerson: null });
  const audra = { ...house.who('admin', 'audra'), scopes: ['review.manage', 'review.sign'] };
  await expect(says(audra, item, 'keep')).rejects.toMatchObject({ code: 'not_the_owner' });
  await says(max(), item, 'keep');
  expect((await findPasskey(house.context.reader, ana.passkey.id))?.state).toBe('active');
});
