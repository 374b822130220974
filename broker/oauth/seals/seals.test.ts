import { randomBytes } from 'node:crypto';
import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { logEntries } from '#broker/audit/tables.ts';
import { type Context, contextFor } from '#broker/context.ts';
import { deleteFrom, update } from '#broker/db/build.ts';
import { delegations } from '#broker/delegation/tables.ts';
import { disablePerson } from '#broker/identity/disable-person.ts';
import { enablePerson } from '#broker/identity/enable-person.ts';
import { findPerson } from '#broker/identity/find-person.ts';
import { people, persons } from '#broker/identity/tables.ts';
import { brokenSeals } from '#broker/seals/broken-seals.ts';
import { sealsUnder } from '#broker/seals/seals.ts';
import { type House, openHouse } from '#test/house.ts';
import { projected } from '#test/tamper.ts';
import { sealUnderMasterKey } from '../keys/seal-under-master-key.ts';
import { initialiseSeals } from './initialise-seals.ts';
import { reportBrokenSeals } from './report-broken-seals.ts';
import { sealAddresses } from './seal-addresses.ts';
import { sealMarks } from './tables.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
}, 60_000);
afterAll(() => house.close());

const entriesOf = async (type: string) => (await house.entries()).filter((entry) => entry.type === type);
const underKeys = (masterKey: Buffer, ...otherMasterKeys: Buffer[]): Context => {
  const config = { ...house.context.config, masterKey, otherMasterKeys };
  return contextFor({ ...house.services, config }, { requestId: 'test' });
};

describe('a seal', () => {
  const [old, fresh] = [randomBytes(32), randomBytes(32)];
  const row = { id: 'prs_1', key: 'E-1', disabledAt: null };
  const seal = sealsUnder([old]).of('persons', row);

  it('is good for one row of one table, as it was', () => {
    const seals = sealsUnder([old]);
    expect(seals.holds('persons', 'prs_1', { ...row, seal })).toBe(true);
    expect(seals.holds('persons', 'prs_1', { seal, key: 'E-1', id: 'prs_1' }), 'null is absent').toBe(true);
    expect(seals.holds('persons', 'prs_2', { ...row, id: 'prs_2', seal })).toBe(false);
    expect(seals.holds('persons', 'prs_1', { ...row, key: 'E-2', seal })).toBe(false);
    expect(seals.holds('persons', 'prs_1', { ...row, disabledAt: new Date(0), seal })).toBe(false);
    expect(seals.holds('people', 'prs_1', { ...row, seal })).toBe(false);
    for (const other of [null, '', 'x', `${seal}AA`, seal.slice(1)])
      expect(seals.holds('persons', 'prs_1', { ...row, seal: other })).toBe(false);
  });

  it('holds under every master key that is configured, and under no other', () => {
    expect(sealsUnder([fresh, old]).holds('persons', 'prs_1', { ...row, seal })).toBe(true);
    expect(sealsUnder([fresh]).holds('persons', 'prs_1', { ...row, seal })).toBe(false);
    const anew = sealsUnder([fresh, old]).anew('persons', { ...row, seal });
    expect(anew).toBe(sealsUnder([fresh]).of('persons', row));
    expect(sealsUnder([fresh, old]).anew('persons', { ...row, key: 'E-2', seal })).toBeUndefined();
  });
});

it('the first start seals what is there and says so; no later one seals anything', async () => {
  const { database } = house.services;
  await database.run(update(people).set({ seal: null }));
  await database.run(update(persons).set({ seal: null }));
  const mira = house.who('customer', 'mira').id;
  expect((await findPerson(house.context.reader, mira))?.enabled).toBe(false);
  const { sealed } = await initialiseSeals(house.context);
  expect(sealed).toBeGreaterThan(200);
  expect(await entriesOf('seals.initialised')).toMatchObject([{ facts: { rows: sealed } }]);
  expect((await findPerson(house.context.reader, mira))?.enabled).toBe(true);

  await database.run(update(people).set({ seal: null }).where(eq(people.id, mira)));
  expect(await initialiseSeals(house.context)).toEqual({ sealed: 0 });
  expect((await findPerson(house.context.reader, mira))?.enabled).toBe(false);
  await house.database.run(update(people).set({ name: 'Mira' }).where(eq(people.id, mira)));
});

it('whoever takes the mark away has nothing sealed: the broker does not start', async () => {
  const { database } = house.services;
  const [mark] = await database.handle.select().from(sealMarks);
  await database.run(update(sealMarks).set({ entryId: 'evt_other' }));
  await expect(initialiseSeals(house.context)).rejects.toThrow(/not written under this master key/);
  await database.run(deleteFrom(sealMarks));
  await expect(initialiseSeals(house.context)).rejects.toThrow(/the log says that it was there/);
  expect(await entriesOf('seals.initialised')).toHaveLength(1);
  await database.run(
    sql`insert into seal_marks (id, entry_id, seal) values (${mark?.id}, ${mark?.entryId}, ${mark?.seal})`,
  );
  expect(await initialiseSeals(house.context)).toEqual({ sealed: 0 });
});

it('a seal from before addresses were sealed takes the address in, once; a later one without it is broken', async () => {
  const { database, context } = { ...house.services, context: house.context };
  const mira = house.who('customer', 'mira').id;
  const [row] = await database.handle.select().from(people).where(eq(people.id, mira));
  const asBefore = context.seals.of('people', { ...row, email: null });
  const put = (email: string | null) =>
    database.run(update(people).set({ email, seal: asBefore }).where(eq(people.id, mira)));
  const isBroken = async () => (await findPerson(context.reader, mira))?.isBroken ?? false;
  await put(row?.email ?? null);
  expect(await isBroken()).toBe(true);
  expect(await sealAddresses(context)).toEqual({ sealed: 1 });
  expect(await isBroken()).toBe(false);
  expect(await entriesOf('seals.extended')).toMatchObject([{ facts: { rows: 1 } }]);

  await put('somebody.else@example.org');
  expect(await sealAddresses(context)).toEqual({ sealed: 0 });
  expect(await isBroken()).toBe(true);
  await database.run(deleteFrom(sealMarks).where(eq(sealMarks.id, 'addresses')));
  await expect(sealAddresses(context)).rejects.toThrow(/the log says that it was there/);
  await house.database.run(
    update(people)
      .set({ email: row?.email ?? null })
      .where(eq(people.id, mira)),
  );
});

it('who was let in again is told to nobody as changed, while the projected log has not heard of it', async () => {
  const found = brokenSeals();
  const context = contextFor({ ...house.services, brokenSeals: found }, { requestId: 'test' });
  const [max, ben] = [house.who('admin', 'max'), house.who('support', 'ben').id];
  await disablePerson(context, max, ben, 'By mistake.');
  await projected(house);
  house.clock.pass(5);
  await enablePerson(context, max, ben);
  expect((await findPerson(context.reader, ben))?.enabled, 'not yet').toBe(false);
  await projected(house);
  expect(await reportBrokenSeals(context, found)).toBe(0);
  expect((await findPerson(context.reader, ben))?.enabled).toBe(true);
  expect(await entriesOf('seal.broken')).toEqual([]);
});

it('a row that was changed is told once an hour, and a delegation gets its end', async () => {
  const found = brokenSeals();
  const context = contextFor({ ...house.services, brokenSeals: found }, { requestId: 'test' });
  const asked = await house.asks('ana', 'mira', ['accounts:settings.read']);
  await house.services.database.run(
    update(delegations).set({ justification: 'Another.' }).where(eq(delegations.id, asked.id)),
  );
  const look = () => context.reader.select().from(delegations).where(eq(delegations.id, asked.id));
  const notice = async () => found.note('delegations', asked.id);
  await notice();
  expect(await reportBrokenSeals(context, found)).toBe(1);
  expect((await look())[0]).toMatchObject({ status: 'denied', endedKind: 'detection', seal: null });
  expect((await house.entries(asked.id)).map(({ type }) => type)).toEqual(
    expect.arrayContaining(['delegation.denied', 'seal.broken']),
  );
  await notice();
  expect(await reportBrokenSeals(context, found), 'within the hour').toBe(0);
  house.clock.pass(3601);
  await notice();
  expect(await reportBrokenSeals(context, found)).toBe(1);
  expect(await entriesOf('seal.broken')).toMatchObject([
    { target: asked.id, facts: { table: 'delegations' } },
    { target: asked.id },
  ]);
});

it('a new master key believes what the old one sealed, seals it anew, and heals nothing', async () => {
  const [old, fresh] = [house.context.config.masterKey, randomBytes(32)];
  const [mira, noel] = [house.who('customer', 'mira').id, house.who('customer', 'noel').id];
  await house.services.database.run(update(people).set({ marks: [], sub: 'x' }).where(eq(people.id, noel)));
  const enabled = async (context: Context, id: string) => (await findPerson(context.reader, id))?.enabled;

  expect(await enabled(underKeys(fresh, old), mira)).toBe(true);
  expect(await enabled(underKeys(fresh), mira)).toBe(false);
  expect((await sealUnderMasterKey(underKeys(fresh, old), 'svc_operator')).sealed).toBeGreaterThan(200);
  expect(await enabled(underKeys(fresh), mira)).toBe(true);
  expect(await enabled(underKeys(fresh, old), noel)).toBe(false);
  expect(await initialiseSeals(underKeys(fresh))).toEqual({ sealed: 0 });
  expect(await house.database.handle.$count(logEntries)).toBeGreaterThan(0);
});
