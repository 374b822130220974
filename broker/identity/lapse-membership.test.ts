import { eq } from 'drizzle-orm';
import { afterAll, beforeEach, expect, it } from 'vitest';
import { ownersLeft } from '#broker/governance/policy-owners.ts';
import { world } from '#test/demo.ts';
import { type House, openHouse } from '#test/house.ts';
import { attacker } from '#test/tamper.ts';
import { findPerson } from './find-person.ts';
import { lapseMembership, reinstating } from './lapse-membership.ts';
import { resolveSignIn, SignInRaced } from './resolve-sign-in.ts';
import { people } from './tables.ts';

let house: House;
beforeEach(async () => {
  await house?.close();
  house = await openHouse();
});
afterAll(() => house?.close());

const tess = () => house.who('admin', 'tess').id;
const by = () => house.who('admin', 'max').id;
const lapsing = (group = 'team-leads', id: string = tess()) =>
  lapseMembership(house.context, { id, group, by: by(), reason: 'Nobody confirmed it.' });
const lapsed = async () => (await house.entries()).filter(({ type }) => type === 'person.membership_lapsed');
const found = () => findPerson(house.context.reader, tess());

it('takes one group and leaves the others, on record', async () => {
  await lapsing();
  expect(await found()).toMatchObject({ enabled: true, groups: [], lapsedGroups: ['team-leads'] });
  expect(await lapsed()).toMatchObject([{ actor: by(), target: tess(), facts: { group: 'team-leads' } }]);
});

it('is refused where it lapsed already, of nobody, and where the row is not to be relied on', async () => {
  await lapsing();
  await expect(lapsing()).rejects.toMatchObject({ code: 'already_lapsed' });
  await expect(lapsing('team-leads', 'adm_nobody')).rejects.toMatchObject({ code: 'not_found' });
  await attacker(house).set('people', tess(), { groups: ['team-leads', 'security'] });
  await expect(lapsing('security')).rejects.toMatchObject({ code: 'seal_broken' });
  expect(await lapsed()).toHaveLength(1);
});

it('a group that counts is not reinstated', async () => {
  const change = { id: tess(), group: 'team-leads', by: by(), reason: 'Why not.' };
  await expect(reinstating(house.context, change)).rejects.toMatchObject({ code: 'not_lapsed' });
});

it('of two at the same moment one is written', async () => {
  const both = await Promise.allSettled([lapsing(), lapsing()]);
  expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(await lapsed()).toHaveLength(1);
});

it('a sign-in that was being written while it lapsed does not undo it', async () => {
  const [row] = await house.database.handle.select().from(people).where(eq(people.id, tess()));
  const { domain, iss, sub, groups } = row ?? expect.fail('Tess is gone.');
  const personKey = world.directory.people.find(({ id }) => id === tess())?.person ?? undefined;
  const identity = { domain, iss, sub, groups, personKey, name: undefined, email: undefined };
  const { writes, entries } = await resolveSignIn(house.context, identity);
  await lapsing();
  const mark = { type: 'sign_in.started', target: tess() };
  await expect(house.context.record({ writes, entries: [...entries, mark] })).rejects.toThrow(SignInRaced);
  expect((await found())?.groups).toEqual([]);
});

it('an owner of the policy whose group lapsed is not counted among those who are left', async () => {
  const { bundle } = house.context.policy;
  expect(await ownersLeft(house.context, bundle)).toEqual([]);
  const { rows } = await house.database.run(
    house.database.handle.select({ id: people.id, groups: people.groups }).from(people),
  );
  for (const { id, groups } of rows)
    if ((groups as string[]).includes('policy-owners')) await lapsing('policy-owners', String(id));
  expect(await ownersLeft(house.context, bundle)).toMatchObject([{ where: 'roles.json' }]);
});
