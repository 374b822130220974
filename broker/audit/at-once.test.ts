import { eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { update } from '#broker/db/build.ts';
import { findPerson } from '#broker/identity/find-person.ts';
import { people } from '#broker/identity/tables.ts';
import { openHouse } from '#test/house.ts';
import { write } from './record.ts';

it('what is written at once is written whole, or not at all and says which part did not hold', async () => {
  const house = await openHouse();
  const { record, reader } = house.context;
  const rename = (id: string, name: string) =>
    write(update(people).set({ name }).where(eq(people.id, id)), {
      rows: 1,
      otherwise: new Error(`no ${id}`),
    });
  const entries = [{ type: 'test.renamed' }];
  const [ana, mira] = [house.who('support', 'ana').id, house.who('customer', 'mira').id];
  const renamed = async () => (await house.entries()).filter(({ type }) => type === 'test.renamed');
  const statements: unknown[] = [];
  const { database } = house.services;
  const { run } = database;
  database.run = (statement) => {
    statements.push(statement);
    return run(statement);
  };
  await record({ writes: [rename(ana, 'A'), rename(mira, 'M')], entries, atOnce: true });
  expect(statements).toHaveLength(1);
  expect((await findPerson(reader, mira))?.name).toBe('M');
  expect(await renamed()).toHaveLength(1);

  const half = { writes: [rename(ana, 'B'), rename('cus_nobody', 'N')], entries, atOnce: true };
  await expect(record(half)).rejects.toThrow('no cus_nobody');
  expect((await findPerson(reader, ana))?.name).toBe('A');
  expect(await renamed()).toHaveLength(1);
  await house.close();
});
