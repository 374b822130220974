import { and, eq } from 'drizzle-orm';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { deleteFrom, insertInto, update } from '#broker/db/build.ts';
import type { Directory } from '#broker/identity/directory-file.ts';
import { importDirectory } from '#broker/identity/import-directory.ts';
import { accountConsenters } from '#broker/identity/tables.ts';
import type { PolicyBundle } from '#broker/policy/bundle.ts';
import { refusedExchange, tried } from '#test/attempt.ts';
import {
  type DelegatedHouse,
  openDelegatedHouse,
  READ,
  type SignedIn,
  WRITE,
} from '#test/delegated-house.ts';
import { testConfig, world } from '#test/demo.ts';
import { hears } from '#test/hears.ts';
import { limited } from '#test/limits.ts';
import { takesUpOffer } from '#test/takes-up-offer.ts';

const LOST = 'Whoever consented to this may no longer consent for the account.';

let house: DelegatedHouse;
let ben: SignedIn;
async function opens(bundle?: PolicyBundle): Promise<void> {
  house = await openDelegatedHouse(undefined, bundle);
  ben = await house.signIn('support', 'ben');
  await imports(['mira', 'tessa']);
}
beforeEach(() => opens());
afterEach(() => house.close());

/** The directory anew: these may consent for Mira's account. */
async function imports(logins: string[]): Promise<void> {
  const id = house.accountOf('mira').replace('account/', '');
  const consenters = logins.map((login) => house.who('customer', login).id);
  const listed = (world.directory.accounts ?? []).map((one) =>
    one.id === id ? { ...one, consenters } : one,
  );
  const directory: Directory = { ...world.directory, accounts: listed };
  expect((await importDirectory(house.context, directory)).changed).toBeGreaterThan(0);
}

const heard = () => hears(house, { type: 'directory.imported' });

const consented = async (by: string, actions = READ) =>
  house.answers(by, await house.asks('ben', 'mira', actions));

async function begun(granted: Awaited<ReturnType<DelegatedHouse['asks']>>) {
  const { session, grant } = await house.enters(ben, granted);
  const { status, body } = await house.exchange(ben, grant);
  expect(status).toBe(200);
  return { session, grant, token: String(body.access_token) };
}

it('nothing begins on it any more, and it is said why', async () => {
  const granted = await consented('tessa');
  await imports(['mira']);
  await expect(house.starts(ben, granted)).rejects.toMatchObject({ code: 'policy_denied' });
  await heard();
  const { state } = await house.delegation(granted.id);
  expect(state).toMatchObject({ status: 'revoked', endedBy: { kind: 'policy' }, reason: LOST });
  expect((await house.entries(granted.id)).at(-1)).toMatchObject({
    type: 'delegation.revoked',
    facts: { by: 'policy' },
  });
});

it('no further token is issued in a session that began, from the moment the right is lost', async () => {
  const { grant } = await begun(await consented('tessa'));
  await imports(['mira']);
  const again = await tried(house, () => house.exchange(ben, grant));
  expect(again).toMatchObject(refusedExchange({ reason: 'policy_denied' }));
});

it('the session ends with it, whatever token is still about, and the reason is shown', async () => {
  const { session, grant, token } = await begun(await consented('tessa'));
  await imports(['mira']);
  await heard();
  expect((await house.session(session.id)).state).toMatchObject({
    status: 'ended',
    endedBy: { kind: 'policy' },
    reason: LOST,
  });
  expect((await house.delegation(session.delegation.id)).state).toMatchObject({
    status: 'revoked',
    reason: LOST,
  });
  expect(await house.introspect(token)).toEqual({ active: false });
  expect((await tried(house, () => house.exchange(ben, grant))).status).toBe(400);
});

it('whoever else consented keeps theirs', async () => {
  const { session, grant, token } = await begun(await consented('mira'));
  await imports(['mira']);
  await heard();
  expect((await house.session(session.id)).state.status).toBe('live');
  expect(await house.introspect(token)).toMatchObject({ active: true });
  expect((await house.exchange(ben, grant)).status).toBe(200);
});

/** What Tessa offers for Mira's account, taken up by Ben. */
const offered = (actions: string[]) => takesUpOffer(house, ben, { by: 'tessa', of: 'mira', actions });

it('nor does an offer outlast it', async () => {
  const { session } = await begun(await offered(READ));
  await imports(['mira']);
  await heard();
  expect((await house.session(session.id)).state).toMatchObject({ status: 'ended', reason: LOST });
});

it('a right that somebody wrote into the database is none, and one that was moved there neither', async () => {
  const { grant } = await begun(await consented('tessa', READ));
  const { database } = house.services;
  const tessa = house.who('customer', 'tessa').id;
  const accountId = house.accountOf('mira').replace('account/', '');
  const its = and(eq(accountConsenters.accountId, accountId), eq(accountConsenters.customerId, tessa));
  await imports(['mira']);
  const row = { backend: 'accounts', accountId, customerId: tessa };
  await database.run(insertInto(accountConsenters).values(row));
  expect((await tried(house, () => house.exchange(ben, grant))).status).toBe(400);
  await database.run(deleteFrom(accountConsenters).where(its));
  const ofNoel = eq(accountConsenters.customerId, house.who('customer', 'noel').id);
  await database.run(update(accountConsenters).set(row).where(ofNoel));
  expect((await tried(house, () => house.exchange(ben, grant))).status).toBe(400);
});

it('a change waits for approvers: what was consented to after them ends as well', async () => {
  const asked = await house.asks('ben', 'mira', WRITE);
  await house.reviews('tess', asked);
  const granted = await house.answers('mira', asked);
  await imports(['tessa']);
  await heard();
  expect((await house.delegation(granted.id)).state).toMatchObject({ status: 'revoked', reason: LOST });
});

it('nor is it completed by the approvers, who can only deny it', async () => {
  await house.close();
  await opens(limited(testConfig().domains, { offers_cover: ['read', 'write'] }));
  const asked = await offered(WRITE);
  expect(asked.state.status).toBe('pending');
  await imports(['mira']);
  await expect(house.reviews('cleo', asked)).rejects.toMatchObject({ code: 'offer_not_valid' });
  expect((await house.delegation(asked.id)).state.status).toBe('pending');
  expect((await house.entries(asked.id)).map(({ type }) => type)).not.toContain('delegation.granted');
  const denied = await house.reviews('cleo', asked, 'deny', { comment: 'Nobody offers this any more.' });
  expect(denied.state.status).toBe('denied');
});
