import { afterEach, beforeEach, expect, it } from 'vitest';
import { findPerson } from '#broker/identity/find-person.ts';
import { importDirectory } from '#broker/identity/import-directory.ts';
import { resolveSignIn } from '#broker/identity/resolve-sign-in.ts';
import { world } from '#test/demo.ts';
import { type House, openHouse } from '#test/house.ts';

const ELSEWHERE = 'somebody-else@example.net';

let house: House;
beforeEach(async () => {
  house = await openHouse();
});
afterEach(() => house.close());

/** Whoever holds a session at the issuer changes the address there, and signs in again. */
async function signsIn(domain: 'support' | 'customer', login: string, emailVerified: boolean | undefined) {
  const person = world.people.find((one) => one.domain === domain && one.login === login);
  if (!person) throw new Error(`${login} is gone.`);
  const { id } = house.who(domain, login);
  const before = await findPerson(house.context.reader, id);
  const { writes, entries } = await resolveSignIn(house.context, {
    domain,
    iss: person.iss,
    sub: person.sub,
    personKey: domain === 'customer' ? undefined : person.person,
    name: undefined,
    email: ELSEWHERE,
    emailVerified,
    groups: domain === 'customer' ? [] : person.groups,
  });
  await house.context.record({ writes, entries: [...entries, { type: 'test.signed_in' }] });
  const now = await findPerson(house.context.reader, id);
  return { before: before?.email, now: now?.email };
}

const changes = async () =>
  (await house.entries()).filter(({ type }) => type === 'person.address_changed').length;

it('a customer is mailed where the directory says, whatever their issuer says later', async () => {
  for (const emailVerified of [undefined, false, true]) {
    const { before, now } = await signsIn('customer', 'mira', emailVerified);
    expect(before).toBeTruthy();
    expect(now).toBe(before);
  }
  expect(await changes()).toBe(0);
});

it('and one without an address there only where the issuer has verified it, which is on record', async () => {
  const { id } = house.who('customer', 'mira');
  const people = world.directory.people.map((one) => (one.id === id ? { ...one, email: null } : one));
  await importDirectory(house.context, { ...world.directory, people });
  expect((await signsIn('customer', 'mira', undefined)).now).toBeUndefined();
  expect((await signsIn('customer', 'mira', false)).now).toBeUndefined();
  expect((await signsIn('customer', 'mira', true)).now).toBe(ELSEWHERE);
  expect(await changes()).toBe(1);
});

it('staff are mailed where their issuer says, unless it says that it has not verified it', async () => {
  const { before, now } = await signsIn('support', 'ana', false);
  expect(now).toBe(before);
  expect((await signsIn('support', 'ana', undefined)).now).toBe(ELSEWHERE);
  expect(await changes()).toBe(1);
});
