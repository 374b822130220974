import { eq, sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { people, persons } from '#broker/identity/tables.ts';
import { openHouse } from '#test/house.ts';
import { gather } from './gather.ts';

it('each select answers what it would have answered alone', async () => {
  const house = await openHouse();
  const { reader } = house.context;
  const selects = () => ({
    joined: reader
      .select({ person: people, key: persons.key, one: sql<number>`1` })
      .from(people)
      .innerJoin(persons, eq(persons.id, people.personId))
      .orderBy(people.id)
      .limit(3),
    whole: reader.select().from(people).orderBy(people.id).limit(2),
    none: reader.select({ id: people.id }).from(people).where(eq(people.id, 'cus_nobody')),
  });
  const { joined, whole, none } = selects();
  expect(await gather(reader, selects())).toEqual({
    joined: await joined,
    whole: await whole,
    none: await none,
  });
  await house.close();
});
