import { afterAll, beforeAll, expect, it } from 'vitest';
import { keyed, openTestBroker, personOf, type TestBroker } from '#test/broker-app.ts';
import { testConfig } from '#test/demo.ts';
import { type House, openHouse, READ, WRITE } from '#test/house.ts';
import { limited } from '#test/limits.ts';
import { listOffers, makeOffer, withdrawOffer } from './make-offer.ts';
import { codeHash, newCode } from './offer-code.ts';

let house: House;
let broker: TestBroker;
beforeAll(async () => {
  house = await openHouse();
  broker = await openTestBroker();
});
afterAll(() => Promise.all([house.close(), broker.close()]));

const refusal = (code: string) => expect.objectContaining({ name: 'Refusal', code });
const offer = { actions: READ, maxDurationSeconds: 600, validForSeconds: 3600 };
const mira = () => house.who('customer', 'mira');
const makes = (more: Partial<typeof offer> & { identifier?: string } = {}, within = house) =>
  makeOffer(within.context, {
    principal: mira(),
    offer: { ...offer, identifier: within.accountOf('mira'), ...more },
  });

it('an offer has a code that is told once and kept as a hash, and says by its entry what it offers', async () => {
  const { offer: made, code } = await makes();
  expect(code).toMatch(/^[A-Z0-9]{4}-[A-Z0-9]{4}$/);
  const [kept] = await listOffers(house.context, mira());
  expect(JSON.stringify(kept)).not.toContain(code.replace('-', ''));
  expect(kept?.codeHash).toBe(codeHash(house.context, code.toLowerCase()));
  const entry = (await house.entries()).find(({ target }) => target === made.id);
  expect(entry).toMatchObject({ type: 'offer.made', actor: mira().id, hashes: { details: made.hash } });
  expect(JSON.stringify(entry)).not.toContain(code);
});

it('codes do not repeat', () => {
  expect(new Set(Array.from({ length: 500 }, newCode)).size).toBe(500);
});

it('a change is offered only where policy says that it may be', async () => {
  await expect(makes({ actions: WRITE })).rejects.toThrow(refusal('not_to_be_offered'));
  await expect(makes({ actions: ['accounts:nothing.known'] })).rejects.toThrow(refusal('not_to_be_offered'));
  const generous = await openHouse(
    undefined,
    limited(testConfig().domains, { offers_cover: ['read', 'write'] }),
  );
  await makes({ actions: WRITE }, generous);
  await generous.close();
});

it('nobody offers an account of somebody else, nor does staff offer', async () => {
  await expect(makes({ identifier: house.accountOf('noel') })).rejects.toThrow(refusal('not_found'));
  const attempt = makeOffer(house.context, {
    principal: house.who('support', 'ana'),
    offer: { ...offer, identifier: house.accountOf('mira') },
  });
  await expect(attempt).rejects.toThrow(refusal('wrong_domain'));
});

it('is taken back once, by its customer, and not after its time', async () => {
  const { offer: made } = await makes();
  const noel = house.who('customer', 'noel');
  await expect(withdrawOffer(house.context, { principal: noel, id: made.id })).rejects.toThrow(
    refusal('not_found'),
  );
  await withdrawOffer(house.context, { principal: mira(), id: made.id });
  await expect(withdrawOffer(house.context, { principal: mira(), id: made.id })).rejects.toThrow(
    refusal('offer_over'),
  );
  const { offer: late } = await makes();
  house.clock.pass(3600);
  await expect(withdrawOffer(house.context, { principal: mira(), id: late.id })).rejects.toThrow(
    refusal('offer_over'),
  );
});

it('a request that brings the code is granted at once, and says by what', async () => {
  const [customer, ana] = [await broker.as('customer', 'mira'), await broker.as('support', 'ana')];
  const wanted = {
    identifier: personOf('customer', 'mira').accounts[0],
    actions: READ,
    max_duration: 900,
    valid_for: 86_400,
  };
  const { items: own } = await (await customer.call('GET', '/v1/me/accounts')).json();
  const identifiers = own.map(({ identifier }: { identifier: string }) => identifier);
  expect(identifiers.sort()).toEqual([...personOf('customer', 'mira').accounts].sort());
  expect((await customer.call('POST', '/v1/me/offers', { ...wanted, valid_for: 86_401 })).status).toBe(400);
  const made = await (await customer.call('POST', '/v1/me/offers', wanted)).json();
  const wish = { ...broker.wish('mira'), offer: made.code.toLowerCase().replace('-', ' ') };
  const filed = await ana.call('POST', '/v1/delegations', wish, keyed());
  expect(filed.status).toBe(201);
  const view = await filed.json();
  expect(view).toMatchObject({
    status: 'granted',
    required: { consent: true, consent_given: true },
    consent: { by: { id: customer.id }, decision: 'give', offer: made.id },
  });
  const started = await ana.call('POST', `/v1/delegations/${view.id}/sessions`, {}, keyed());
  expect(started.status).toBe(201);
  const { items } = await (await customer.call('GET', '/v1/me/offers')).json();
  expect(items[0]).toMatchObject({ id: made.id, status: 'used', delegation: view.id });
  expect(items[0]).not.toHaveProperty('code');
  const stopped = await customer.call('POST', `/v1/delegations/${view.id}/revoke`, {});
  expect(await stopped.json()).toMatchObject({ sessions_ended: 1 });
});
