import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { insertInto, update } from '#broker/db/build.ts';
import { makeOffer } from '#broker/delegation/make-offer.ts';
import { submitRequest } from '#broker/delegation/submit-request.ts';
import { offers } from '#broker/delegation/tables.ts';
import { accountConsenters, people } from '#broker/identity/tables.ts';
import { RESOURCE } from '#test/demo.ts';
import { type House, openHouse, READ, WRITE } from '#test/house.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
  const accountId = house.accountOf('mira').replace('account/', '');
  for (const login of ['benno', 'tessa'])
    await house.database.run(
      insertInto(accountConsenters).values({
        backend: 'accounts',
        accountId,
        customerId: house.who('customer', login).id,
      }),
    );
});
afterAll(() => house.close());

const offersOf = (login: string) =>
  makeOffer(house.context, {
    principal: house.who('customer', login),
    offer: {
      identifier: house.accountOf('mira'),
      actions: READ,
      maxDurationSeconds: 300,
      validForSeconds: 3600,
    },
  });

const uses = (offer: string, more: Record<string, unknown> = {}, by = 'ana', subject = 'mira') =>
  submitRequest(house.context, {
    principal: house.who('support', by),
    request: {
      subject: house.who('customer', subject).id,
      justification: 'The customer told me the code on the telephone.',
      offer,
      authorizationDetails: [
        {
          type: 'delegation_session',
          actions: READ,
          locations: [RESOURCE],
          identifier: house.accountOf(subject),
          purpose: { code: 'check-setting', ref: 'TCK-1042' },
          max_duration: 300,
          ...more,
        },
      ],
    },
  });

it('an action, a minute or an account more is refused, and the offer stays for what it covers', async () => {
  const { code, offer } = await offersOf('mira');
  for (const more of [
    { actions: WRITE },
    { actions: [...READ, 'accounts:invoice.read'] },
    { max_duration: 301 },
  ])
    await expect(uses(code, more)).rejects.toMatchObject({ code: 'beyond_offer' });
  await expect(uses(code, {}, 'ana', 'noel')).rejects.toMatchObject({ code: 'offer_not_valid' });
  const [kept] = await house.database.handle.select().from(offers).where(eq(offers.id, offer.id));
  expect(kept).toMatchObject({ usedAt: null, delegationId: null });
  const granted = await uses(code, { actions: READ.slice(0, 1), max_duration: 60 });
  expect(granted).toMatchObject({ state: { status: 'granted' }, offer: { id: offer.id } });
});

it('staff offer nothing for an account that is also theirs, and nobody offers to themselves', async () => {
  const { code } = await offersOf('benno');
  await expect(uses(code)).rejects.toMatchObject({ code: 'offer_not_valid' });
  const benno = house.who('customer', 'benno').id;
  await house.database.run(update(people).set({ marks: [] }).where(eq(people.id, benno)));
  await expect(uses(code, {}, 'ben')).rejects.toMatchObject({ code: 'offer_not_valid' });
});

it('who may consent no longer has offered nothing', async () => {
  const { code } = await offersOf('tessa');
  const tessa = house.who('customer', 'tessa').id;
  await house.database.run(
    update(accountConsenters)
      .set({ customerId: house.who('customer', 'noel').id })
      .where(eq(accountConsenters.customerId, tessa)),
  );
  await expect(uses(code)).rejects.toMatchObject({ code: 'offer_not_valid' });
});
