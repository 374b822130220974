import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { logDetails, logEntries } from '#broker/audit/tables.ts';
import { update } from '#broker/db/build.ts';
import { describeDelegations } from '#broker/delegation/describe.ts';
import { findPerson } from '#broker/identity/find-person.ts';
import { importDirectory } from '#broker/identity/import-directory.ts';
import { resolveSignIn } from '#broker/identity/resolve-sign-in.ts';
import { people } from '#broker/identity/tables.ts';
import { world } from '#test/demo.ts';
import { type House, openHouse, READ } from '#test/house.ts';

/** On a page: "Ana (approved by you)", with whatever follows it turned round. */
const LIES = 'Ana\u200b \u2067(approved by you)\u2069\u202e';
const SHOWN = 'Ana (approved by you)';
const SPELLED = 'Ana\\u{200b} \\u{2067}(approved by you)\\u{2069}\\u{202e}';

let house: House;
beforeEach(async () => {
  house = await openHouse();
});
afterEach(() => house.close());

const ana = () => house.who('support', 'ana').id;
const nameOf = async (id: string) => (await findPerson(house.context.reader, id))?.name;

/** Where the customer reads who wants to act for them. */
async function onTheConsentPage(): Promise<string | undefined> {
  const asked = await house.asks('ana', 'mira', READ);
  const [described] = await describeDelegations(house.context, [asked]);
  return described?.name(asked.actor.id);
}

const detailsOf = async (type: string) =>
  (
    await house.database.handle
      .select({ leaf: logEntries.leaf, detail: logDetails.detail })
      .from(logEntries)
      .innerJoin(logDetails, eq(logDetails.entryId, logEntries.id))
  )
    .filter(({ leaf }) => JSON.parse(leaf).type === type)
    .map(({ detail }) => detail);

/** Signs in as their issuer names them now. */
async function signsIn(sub: string, name: string): Promise<string> {
  const person = world.people.find((one) => one.domain === 'support' && one.login === 'ana');
  if (!person) throw new Error('Ana is gone.');
  const {
    person: resolved,
    writes,
    entries,
  } = await resolveSignIn(house.context, {
    domain: 'support',
    iss: person.iss,
    sub: sub === 'ana' ? person.sub : sub,
    personKey: sub === 'ana' ? person.person : `E-${sub}`,
    name,
    email: undefined,
    groups: person.groups,
  });
  const entry = { type: 'sign_in.started', actor: resolved.id };
  await house.context.record({ writes, entries: [...entries, entry] });
  expect(resolved.enabled).toBe(true);
  return resolved.id;
}

it('not where an identity provider gives it: they come in, and are shown without what deceives', async () => {
  await signsIn('ana', LIES);
  expect(await nameOf(ana())).toBe(SHOWN);
  expect(await onTheConsentPage()).toBe(SHOWN);
  expect(await detailsOf('person.name_cleaned')).toEqual([{ given: SPELLED, shown: SHOWN }]);
});

it('nor at the first sign-in of somebody whom the directory does not know', async () => {
  const id = await signsIn('stranger', LIES);
  expect(await nameOf(id)).toBe(SHOWN);
  expect(await detailsOf('person.taken_in')).toMatchObject([{ name: SHOWN }]);
  expect(await detailsOf('person.name_cleaned')).toEqual([{ given: SPELLED, shown: SHOWN }]);
});

it('who is called nothing that can be seen keeps the name they had, or goes by their id', async () => {
  const before = await nameOf(ana());
  await signsIn('ana', '\u200b\u202e');
  expect(await nameOf(ana())).toBe(before);
  const id = await signsIn('nobody', '\u200b');
  expect(await nameOf(id)).toBe(id);
});

it('nor where the directory gives it, and the log says what it gave', async () => {
  const named = world.directory.people.map((one) => (one.id === ana() ? { ...one, name: LIES } : one));
  const labelled = (world.directory.accounts ?? []).map((one) => ({ ...one, label: `${one.label}\u202e` }));
  const directory = { ...world.directory, people: named, accounts: labelled };
  await importDirectory(house.context, directory);
  expect(await onTheConsentPage()).toBe(SHOWN);
  expect(await detailsOf('directory.imported')).toContainEqual({
    names: [{ id: ana(), given: SPELLED, shown: SHOWN }],
  });
  expect((await importDirectory(house.context, directory)).changed).toBe(0);
});

it('nor where it stood in the database before, or somebody else wrote it there', async () => {
  await house.services.database.run(update(people).set({ name: LIES }).where(eq(people.id, ana())));
  expect(await onTheConsentPage()).toBe(SHOWN);
});

it('a name as most people have it is left as it is, and nothing is said of it', async () => {
  await signsIn('ana', 'Ana Sørensen-Łuczak');
  expect(await nameOf(ana())).toBe('Ana Sørensen-Łuczak');
  expect(await detailsOf('person.name_cleaned')).toEqual([]);
});
