import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Entry } from '#broker/audit/event.ts';
import { insertInto, update } from '#broker/db/build.ts';
import { consents, delegations, reviews } from '#broker/delegation/tables.ts';
import { accountConsenters, accounts, people, persons } from '#broker/identity/tables.ts';
import {
  type DelegatedHouse,
  openDelegatedHouse,
  READ,
  type SignedIn,
  WRITE,
} from '#test/delegated-house.ts';
import { attacker, projected } from '#test/tamper.ts';
import { foresee, type KnownGrants, type Remembering, readAnew, remembering } from './known-grants.ts';

let house: DelegatedHouse;
let intruder: ReturnType<typeof attacker>;
let ana: SignedIn;
let ben: SignedIn;
let known: Remembering;
beforeAll(async () => {
  house = await openDelegatedHouse();
  intruder = attacker(house);
}, 240_000);
afterAll(() => house.close());
beforeEach(async () => {
  await house.allLapse();
  ana = await house.signIn('support', 'ana');
  known = remembering();
});

/** A grant in use, read as somebody reads ahead. */
async function foreseen(actions = READ, signers: string[] = []): Promise<string> {
  const { delegation } = await house.inSession(ana, actions, signers);
  // What the log has said so far is heard by whoever reads: only what comes later can contradict it.
  await projected(house);
  await foresee(house.context, known, [delegation.id]);
  return delegation.id;
}

const grantOf = async (from: KnownGrants, id: string) =>
  (await from.grants(house.context, [id])).get(id) ?? expect.unreachable();
const personOf = async (from: KnownGrants, id: string) =>
  (await from.directory(house.context).people([id])).get(id) ?? expect.unreachable();

it('who edits a row under its seal has changed nothing of what is known', async () => {
  const id = await foreseen();
  await intruder.set('delegations', id, { effective: [], actor_roles: ['lead'] });
  await intruder.set('people', ana.principal.id, { groups: ['team-leads'] });

  expect(await grantOf(known, id)).toMatchObject({
    actor: { roles: ['agent'] },
    state: { status: 'granted' },
  });
  expect((await grantOf(known, id)).effective).not.toEqual([]);
  expect(await personOf(known, ana.principal.id)).toMatchObject({
    groups: ['support-agents'],
    enabled: true,
  });

  expect((await grantOf(readAnew, id)).state).toMatchObject({ endedBy: { kind: 'detection' } });
  expect(await personOf(readAnew, ana.principal.id)).toMatchObject({ isBroken: true, enabled: false });
  await intruder.set('people', ana.principal.id, { groups: ['support-agents'] });
});

it('what the broker has changed is read anew: a grant, its signatures, its consent', async () => {
  const id = await foreseen(WRITE, ['tess']);
  expect((await grantOf(known, id)).reviews).toHaveLength(1);
  await house.database.run(
    update(delegations).set({ changes: 40, effective: [] }).where(eq(delegations.id, id)),
  );
  expect(await grantOf(known, id)).toMatchObject({ changes: 40, effective: [] });
  await house.database.run(
    update(consents).set({ withdrawnAt: house.clock.at }).where(eq(consents.delegationId, id)),
  );
  expect((await grantOf(known, id)).consent).toMatchObject({ withdrawnAt: house.clock.at });
  await house.services.database.run(update(reviews).set({ seal: null }).where(eq(reviews.delegationId, id)));
  expect((await grantOf(known, id)).reviews).toEqual([]);
});

it('what has lost its seal is read every time', async () => {
  const id = await foreseen();
  await intruder.set('delegations', id, { seal: null });
  for (let time = 0; time < 2; time++)
    expect((await grantOf(known, id)).state).toMatchObject({ endedBy: { kind: 'detection' } });
});

it('the clocks of what is known run on', async () => {
  const id = await foreseen();
  house.clock.pass(3601);
  expect((await grantOf(known, id)).state).toMatchObject({
    status: 'completed',
    endedBy: { kind: 'expiry' },
  });
});

it('groups, being shut out and being let in again count at once', async () => {
  await foreseen();
  const { id, person } = ana.principal;
  const set = (table: typeof people | typeof persons, values: object, key: string) =>
    house.database.run(update(table).set(values).where(eq(table.id, key)));
  await set(people, { groups: [] }, id);
  expect((await personOf(known, id)).groups).toEqual([]);
  await set(people, { groups: ['support-agents'] }, id);
  await set(persons, { disabledAt: house.clock.at }, person ?? '');
  for (let time = 0; time < 2; time++) expect((await personOf(known, id)).enabled).toBe(false);
  await set(persons, { disabledAt: null }, person ?? '');
  expect((await personOf(known, id)).enabled).toBe(true);
});

it('accounts and rights to consent are known by the seals of all of them', async () => {
  await foreseen();
  const { id } = house.who('customer', 'mira');
  const directory = known.directory(house.context);
  const owned = async () => (await directory.accounts([id])).get(id) ?? [];
  const rights = async () => (await directory.rights([id])).get(id) ?? [];
  const [account] = await owned();
  const before = { owned: (await owned()).length, rights: (await rights()).length };
  await house.database.run(
    insertInto(accounts).values({ backend: 'accounts', id: 'ac-one-more', ownerId: id, label: 'One more' }),
  );
  await house.database.run(
    insertInto(accountConsenters).values({ backend: 'accounts', accountId: 'ac-one-more', customerId: id }),
  );
  expect(await owned()).toHaveLength(before.owned + 1);
  expect(await rights()).toHaveLength(before.rights + 1);

  const where = and(eq(accounts.backend, 'accounts'), eq(accounts.id, 'ac-one-more'));
  await house.services.database.run(update(accounts).set({ seal: 'forged' }).where(where));
  expect((await owned()).map((one) => one.id)).not.toContain('ac-one-more');
  expect((await owned()).map((one) => one.id)).toContain(account?.id);
});

describe('what the log says', () => {
  const onRecord = async (entry: Entry) => {
    await house.context.record({ writes: [], entries: [entry] });
    await projected(house);
    await known.listen(house.context);
  };

  it('counts against a person whose row was put back since', async () => {
    await foreseen();
    await onRecord({
      type: 'person.membership_lapsed',
      target: ana.principal.id,
      facts: { group: 'eu-desk' },
    });
    expect(await personOf(known, ana.principal.id)).toMatchObject({ isBroken: true, enabled: false });
    await onRecord({ type: 'session.started' });
    expect((await personOf(known, ana.principal.id)).enabled).toBe(false);
  });

  it('counts against a grant whose row was put back since', async () => {
    ben = await house.signIn('support', 'ben');
    const { delegation } = await house.starts(ben, await house.granted('ben', 'ivo', READ));
    await projected(house);
    await foresee(house.context, known, [delegation.id]);
    await onRecord({ type: 'delegation.revoked', delegation: delegation.id });
    expect((await grantOf(known, delegation.id)).state).toMatchObject({ endedBy: { kind: 'detection' } });
  });
});

it('what did not hold for a moment is not what is known of it', async () => {
  ben = await house.signIn('support', 'ben');
  const { delegation } = await house.starts(ben, await house.granted('ben', 'ivo', WRITE, ['tess']));
  const [review] = await house.context.reader
    .select({ id: reviews.id })
    .from(reviews)
    .where(eq(reviews.delegationId, delegation.id));
  const id = review?.id ?? '';
  const { comment } = (await house.delegation(delegation.id)).reviews[0] ?? expect.unreachable();
  await intruder.set('reviews', id, { comment: 'Something else.' });
  await foresee(house.context, known, [delegation.id]);
  expect((await grantOf(known, delegation.id)).reviews).toEqual([]);
  await intruder.set('reviews', id, { comment });
  expect((await grantOf(known, delegation.id)).reviews).toHaveLength(1);
});

it('an operator who stops somebody past the broker has stopped them', async () => {
  ben = await house.signIn('support', 'ben');
  const { delegation } = await house.starts(ben, await house.granted('ben', 'ivo', READ));
  await foresee(house.context, known, [delegation.id]);
  const at = house.clock.at.toISOString();
  await intruder.set('persons', ben.principal.person ?? '', { disabled_at: at });
  expect((await personOf(known, ben.principal.id)).enabled).toBe(false);
  await intruder.set('persons', ben.principal.person ?? '', { disabled_at: null });
  await intruder.set('consents', delegation.id, { withdrawn_at: at });
  expect((await grantOf(known, delegation.id)).consent).toBeUndefined();
});
