import { afterEach, beforeEach, expect, it } from 'vitest';
import { insertInto } from '#broker/db/build.ts';
import { disablePerson } from '#broker/identity/disable-person.ts';
import { accountConsenters } from '#broker/identity/tables.ts';
import { tried } from '#test/attempt.ts';
import {
  type DelegatedHouse,
  openDelegatedHouse,
  READ,
  type SignedIn,
  WRITE,
} from '#test/delegated-house.ts';
import { hears } from '#test/hears.ts';
import { takesUpOffer } from '#test/takes-up-offer.ts';

let house: DelegatedHouse;
let ben: SignedIn;
beforeEach(async () => {
  house = await openDelegatedHouse();
  ben = await house.signIn('support', 'ben');
  const accountId = house.accountOf('mira').replace('account/', '');
  const customerId = house.who('customer', 'tessa').id;
  await house.database.run(
    insertInto(accountConsenters).values({ backend: 'accounts', accountId, customerId }),
  );
});
afterEach(() => house.close());

/** Shut out by one of their accounts, and what followed as the follower reads it. */
async function shutOut(account: string): Promise<void> {
  const max = house.who('admin', 'max');
  await disablePerson(house.context, max, account, 'They have left.');
  await hears(house, { type: 'person.disabled', target: account });
}

async function begun(asked: Awaited<ReturnType<DelegatedHouse['asks']>>) {
  const { session, grant } = await house.enters(ben, asked);
  const token = String((await house.exchange(ben, grant)).body.access_token);
  expect(await house.introspect(token)).toMatchObject({ active: true });
  return { session, grant, token };
}

async function isOver({ session, grant, token }: Awaited<ReturnType<typeof begun>>): Promise<void> {
  expect(await house.introspect(token)).toEqual({ active: false });
  expect((await house.session(session.id)).state).toMatchObject({
    status: 'ended',
    endedBy: { kind: 'policy' },
  });
  expect((await house.delegation(session.delegation.id)).state.status).toBe('revoked');
  expect((await tried(house, () => house.exchange(ben, grant))).status).toBe(400);
  expect((await house.entries(session.delegation.id)).map(({ type }) => type)).toContain(
    'delegation.revoked',
  );
}

it('an approver who is shut out by another account of theirs takes the approval along', async () => {
  const asked = await house.asks('ben', 'mira', WRITE);
  await house.reviews('tess', asked);
  const live = await begun(await house.answers('mira', asked));
  await shutOut(house.who('customer', 'tessa').id);
  await isOver(live);
});

it('whoever consented for an account that is not their own takes the consent along', async () => {
  const live = await begun(await house.answers('tessa', await house.asks('ben', 'mira', READ)));
  await shutOut(house.who('customer', 'tessa').id);
  await isOver(live);
});

it('and what they consented to does not begin any more', async () => {
  const granted = await house.answers('tessa', await house.asks('ben', 'mira', READ));
  await shutOut(house.who('admin', 'tess').id);
  expect((await house.delegation(granted.id)).state).toMatchObject({
    status: 'revoked',
    endedBy: { kind: 'policy' },
  });
  await expect(house.starts(ben, granted)).rejects.toMatchObject({ code: 'not_granted' });
});

it('an offer goes with whoever made it', async () => {
  const asked = await takesUpOffer(house, ben, { by: 'tessa', of: 'mira', actions: READ });
  const live = await begun(asked);
  await shutOut(house.who('customer', 'tessa').id);
  await isOver(live);
});
